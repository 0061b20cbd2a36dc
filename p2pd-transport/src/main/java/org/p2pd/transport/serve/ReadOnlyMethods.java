package org.p2pd.transport.serve;

import java.util.Set;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers 405 to everything but GET, HEAD and OPTIONS: content nodes take nothing from strangers. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class ReadOnlyMethods implements WebFilter {
  private static final Set<HttpMethod> ALLOWED =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    HttpMethod method = exchange.getRequest().getMethod();
    if (ALLOWED.contains(method)) {
      return chain.filter(exchange);
    }
    exchange.getResponse().getHeaders().setAllow(ALLOWED);
    return Mono.error(new ProblemException(
        HttpStatus.METHOD_NOT_ALLOWED, "method: " + method + " (expected: GET, HEAD or OPTIONS)"));
  }
}
