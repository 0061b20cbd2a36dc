package org.p2pd.transport.edge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Has an absolute request target say which site is meant, whatever {@code Host} says beside it (RFC 9112 §3.2.2). For
 * servers of sites; a proxy refuses such a request. A {@code Host} that is missing, doubled or unreadable stays as it is,
 * for {@link HostHeader} to refuse.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class AbsoluteTarget implements WebFilter {
  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    String authority = HostHeader.absoluteAuthority(exchange.getRequest());
    return authority == null || !hasOneHost(exchange.getRequest())
        ? chain.filter(exchange)
        : chain.filter(exchange
            .mutate()
            .request(request -> request.headers(fields -> fields.set(HttpHeaders.HOST, authority)))
            .build());
  }

  private static boolean hasOneHost(ServerHttpRequest request) {
    List<String> hosts = request.getHeaders().getOrEmpty(HttpHeaders.HOST);
    return hosts.size() == 1 && isReadable(hosts.get(0));
  }

  private static boolean isReadable(@Nullable String host) {
    try {
      return host != null && !ContentName.normaliseAuthority(host.strip()).isEmpty();
    } catch (MalformedValueException e) {
      return false;
    }
  }
}
