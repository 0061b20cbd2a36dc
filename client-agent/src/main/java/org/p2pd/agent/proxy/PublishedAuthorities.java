package org.p2pd.agent.proxy;

import java.time.Duration;
import java.util.List;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.protocol.tracker.Authorities;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The authorities that the tracker publishes: about these, and no others, it is asked. Kept for 30 seconds; the last known
 * ones hold while the tracker does not answer.
 */
@Component
final class PublishedAuthorities {
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration FRESH_AFTER_FAILURE = Duration.ofSeconds(2);

  private final Mono<List<String>> cached;
  private volatile List<String> lastKnown = List.of();

  PublishedAuthorities(AgentNode node) {
    this.cached = node.tracker()
        .authorities()
        .map(Authorities::authorities)
        .doOnNext(known -> lastKnown = known)
        .cache(known -> FRESH, error -> FRESH_AFTER_FAILURE, () -> FRESH_AFTER_FAILURE)
        .onErrorResume(trackerGone -> Mono.fromSupplier(() -> lastKnown));
  }

  Mono<List<String>> all() {
    return cached;
  }

  Mono<Boolean> contains(String authority) {
    return cached.map(known -> known.contains(authority));
  }
}
