package org.p2pd.agent.gateway;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.film.FilmResponses;
import org.p2pd.agent.settings.AgentSettings;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * {@code GET /authority/path}: the film of that name, for players that cannot use a proxy. Published names only.
 *
 * <p>What is answered is sandboxed: a film that is really a page runs no script and shares no origin with the agent's own
 * pages. Video and audio keep the origin, as the browser makes the page around them itself and its player asks for the rest
 * of the film from there. To play by itself, that page needs a sandbox that would allow scripts; {@code default-src} lets none
 * in. The management port has filters in common with the user's; it is let through.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class Gateway implements WebFilter {
  private static final String SANDBOXED = "sandbox";
  private static final String PLAYED = SANDBOXED
      + " allow-same-origin allow-scripts; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'";
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Set<String> RESERVED = Set.of("", "api", "assets", "proxy.pac");

  private final FilmResponses films;
  private final RequestOriginPolicy policy;
  private final ApplicationContext userPort;

  Gateway(FilmResponses films, AgentSettings settings, ApplicationContext userPort) {
    this.films = films;
    this.policy = new RequestOriginPolicy(settings.publicPort());
    this.userPort = userPort;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (exchange.getApplicationContext() != userPort) {
      return chain.filter(exchange);
    }
    ServerHttpRequest request = exchange.getRequest();
    policy.requireOwnHost(request);
    String path = request.getURI().getRawPath();
    int slash = path.indexOf('/', 1);
    String first = slash < 0 ? path.substring(1) : path.substring(1, slash);
    if (RESERVED.contains(first)) {
      policy.requireOwnPage(request, false);
      return chain
          .filter(exchange)
          .onErrorMap(NoResourceFoundException.class, none -> notOne(path));
    }
    policy.requireOwnPage(request, true);
    return film(exchange, nameOf(path, slash));
  }

  private static ContentName nameOf(String path, int slash) {
    if (slash < 0) {
      throw notOne(path);
    }
    return new ContentName(authorityOf(path.substring(1, slash)), path.substring(slash));
  }

  /** The brackets of an IPv6 address may not stand in a path as they are. */
  private static String authorityOf(String segment) {
    return segment.replaceFirst("(?i)^%5B(.*)%5D", "[$1]");
  }

  private static ProblemException notOne(String path) {
    return ProblemException.notFound("path: " + path
        + " (expected: /authority/path of a published film, or the agent's page at /)");
  }

  private Mono<Void> film(ServerWebExchange exchange, ContentName name) {
    requireReading(exchange);
    RequestOriginPolicy.requireProvidersPage(exchange.getRequest(), name);
    HttpHeaders headers = exchange.getResponse().getHeaders();
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    exchange
        .getResponse()
        .beforeCommit(() -> Mono.fromRunnable(() -> headers.set(
            "Content-Security-Policy", isPlayed(headers.getContentType()) ? PLAYED : SANDBOXED)));
    return written(exchange, name)
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(
            "film: " + name.url() + " (expected: a name that the tracker publishes)")))
        .then();
  }

  private static boolean isPlayed(@Nullable MediaType type) {
    return type != null && (type.getType().equals("video") || type.getType().equals("audio"));
  }

  /** A page of another site has the agent ask nobody whom the tracker does not publish. */
  private Mono<Boolean> written(ServerWebExchange exchange, ContentName name) {
    return RequestOriginPolicy.isOwnSite(exchange.getRequest())
        ? films.writeFromAnywhere(exchange, name)
        : films.write(exchange, name);
  }

  private static void requireReading(ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    if (!READING.contains(request.getMethod())) {
      exchange.getResponse().getHeaders().setAllow(READING);
      throw new ProblemException(
          HttpStatus.METHOD_NOT_ALLOWED,
          "method: " + request.getMethod() + " (expected: GET or HEAD)");
    }
  }
}
