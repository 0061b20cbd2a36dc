package org.p2pd.tracker.admin;

import java.util.List;
import java.util.Set;
import org.p2pd.tracker.security.Gatekeeper;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets everybody who reaches the management port look, and only the operator change: whatever is neither GET nor HEAD
 * needs his publish token. Covers every endpoint of Actuator, the framework's own included.
 */
@Component
final class OperatorFilter implements WebFilter {
  private static final Set<HttpMethod> LOOKING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final Gatekeeper gatekeeper;
  private final String root;

  OperatorFilter(
      Gatekeeper gatekeeper,
      @Value("${management.endpoints.web.base-path:/actuator}") String root) {
    this.gatekeeper = gatekeeper;
    this.root = root;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return exchange.getRequest().getPath().value().startsWith(root)
            && !LOOKING.contains(exchange.getRequest().getMethod())
        ? Mono.defer(() -> checked(exchange, chain))
        : chain.filter(exchange);
  }

  private Mono<Void> checked(ServerWebExchange exchange, WebFilterChain chain) {
    gatekeeper.requireOperator(ServerRequest.create(exchange, List.of()));
    return chain.filter(exchange);
  }
}
