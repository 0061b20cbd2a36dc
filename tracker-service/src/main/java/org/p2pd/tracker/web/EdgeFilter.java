package org.p2pd.tracker.web;

import java.time.Duration;
import org.p2pd.tracker.redis.RedisUnavailableException;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers 503 with Retry-After where Redis is gone or slow; nodes carry on with the hosts they know. */
@Component
final class EdgeFilter implements WebFilter {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    exchange.getResponse().getHeaders().set("X-Content-Type-Options", "nosniff");
    return chain.filter(exchange).onErrorMap(RedisUnavailableException.class, EdgeFilter::problem);
  }

  private static ProblemException problem(RedisUnavailableException error) {
    return ProblemException.unavailable(
        "Redis: " + error.getMessage() + " (expected: an answer; try again)", RETRY_AFTER);
  }
}
