package org.p2pd.transport.edge;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Refuses requests whose target is in doubt, with 400: no {@code Host}, several, an unreadable one, or another one than
 * an absolute request URI names (RFC 9112 §3.2; Netty lets all of them pass). Where {@link AbsoluteTarget} is, too, the
 * last is no doubt.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class HostHeader implements WebFilter {
  private static final Pattern ABSOLUTE =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*).*", Pattern.DOTALL);

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    requireOneTarget(exchange.getRequest());
    return chain.filter(exchange);
  }

  private static void requireOneTarget(ServerHttpRequest request) {
    List<String> hosts = request.getHeaders().getOrEmpty(HttpHeaders.HOST);
    if (hosts.size() != 1) {
      throw new MalformedValueException("Host", hosts, "exactly one");
    }
    String authority = ContentName.normaliseAuthority(hosts.get(0).strip());
    String absolute = absoluteAuthority(request);
    if (absolute != null && !authority.equals(ContentName.normaliseAuthority(absolute))) {
      throw new MalformedValueException("Host", authority, absolute + ", as in the URI");
    }
  }

  /** The authority that an absolute request target names, as it was sent; null for a target of another form. */
  static @Nullable String absoluteAuthority(ServerHttpRequest request) {
    HttpServerRequest netty = ServerHttpRequestDecorator.getNativeRequest(request);
    Matcher absolute = ABSOLUTE.matcher(netty.uri());
    return absolute.matches() ? absolute.group(1) : null;
  }
}
