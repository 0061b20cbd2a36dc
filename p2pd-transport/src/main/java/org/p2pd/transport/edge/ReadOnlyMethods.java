package org.p2pd.transport.edge;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers 405 to everything but GET, HEAD and OPTIONS: content nodes take nothing from strangers. A
 * management port, which has a context of its own, can be left out.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class ReadOnlyMethods implements WebFilter {
  private static final Set<HttpMethod> ALLOWED =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final @Nullable ApplicationContext publicPort;

  /** Creates a filter for every port. */
  public ReadOnlyMethods() {
    this.publicPort = null;
  }

  /** Creates a filter for the port of that context only. */
  public ReadOnlyMethods(ApplicationContext publicPort) {
    this.publicPort = publicPort;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    HttpMethod method = exchange.getRequest().getMethod();
    if (ALLOWED.contains(method) || !isItsPort(exchange)) {
      return chain.filter(exchange);
    }
    exchange.getResponse().getHeaders().setAllow(ALLOWED);
    return Mono.error(new ProblemException(
        HttpStatus.METHOD_NOT_ALLOWED, "method: " + method + " (expected: GET, HEAD or OPTIONS)"));
  }

  private boolean isItsPort(ServerWebExchange exchange) {
    return publicPort == null || exchange.getApplicationContext() == publicPort;
  }
}
