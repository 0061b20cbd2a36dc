package org.p2pd.cache.loop;

import java.net.InetSocketAddress;
import java.util.Set;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.wire.WireFields;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Ends requests that were here before: by name with 508; by content id they get what is here, as from a stranger, and
 * nothing is fetched for them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class LoopFilter implements WebFilter {
  /** In no network. */
  private static final InetSocketAddress NOBODY = new InetSocketAddress("0.0.0.0", 0);

  private final LoopGuard guard;

  LoopFilter(LoopGuard guard) {
    this.guard = guard;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    Set<String> passed = LoopGuard.passed(request.getHeaders().getOrEmpty(WireFields.CDN_LOOP));
    if (passed.isEmpty()) {
      return chain.filter(exchange);
    }
    String path = request.getPath().value();
    ContentId content = LoopGuard.contentOf(path);
    if (guard.isLoop(passed)) {
      return path.startsWith("/.") ? chain.filter(fromNobody(exchange)) : Mono.error(loop(passed));
    }
    return content == null ? chain.filter(exchange) : waiting(content, passed, exchange, chain);
  }

  private Mono<Void> waiting(
      ContentId content, Set<String> passed, ServerWebExchange exchange, WebFilterChain chain) {
    return Mono.using(
        () -> guard.wait(content, passed), done -> chain.filter(exchange), Runnable::run);
  }

  private static ServerWebExchange fromNobody(ServerWebExchange exchange) {
    return exchange.mutate().request(request -> request.remoteAddress(NOBODY)).build();
  }

  private static ProblemException loop(Set<String> passed) {
    return new ProblemException(
        HttpStatus.LOOP_DETECTED,
        WireFields.CDN_LOOP + ": " + String.join(", ", passed) + " (expected: not this cache)");
  }
}
