package org.p2pd.tracker.web;

import java.time.Duration;
import java.util.function.Consumer;
import org.p2pd.tracker.redis.RedisUnavailableException;
import org.p2pd.transport.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers 503 with Retry-After where Redis is gone or slow, so that nodes carry on with the hosts they know.
 */
@Component
final class EdgeFilter implements WebFilter {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeFilter.class);

  /**
   * Reactor's key for errors that come after the first of several commands under way together. The first one is
   * answered; a log line with a stack trace for each of the others would bury the cause while Redis is gone.
   */
  private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

  private static final Consumer<Throwable> QUIETLY =
      error -> LOG.debug("after the first failure: {}", error.getMessage());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    exchange.getResponse().getHeaders().set("X-Content-Type-Options", "nosniff");
    return chain
        .filter(exchange)
        .onErrorMap(RedisUnavailableException.class, EdgeFilter::problem)
        .contextWrite(context -> context.put(ON_ERROR_DROPPED, QUIETLY));
  }

  static ProblemException problem(RedisUnavailableException error) {
    return ProblemException.unavailable(
        "Redis: " + error.getMessage() + " (expected: an answer; try again)", RETRY_AFTER);
  }
}
