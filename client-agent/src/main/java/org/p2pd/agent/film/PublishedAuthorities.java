package org.p2pd.agent.film;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.protocol.tracker.catalogue.Authorities;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The authorities that the tracker publishes: about these, and no others, it is asked, so nobody learns what else is
 * browsed; and no page can have the agent dial another. Kept for 30 seconds; the last known ones hold while the tracker does
 * not answer, or until it has answered.
 */
@Component
public final class PublishedAuthorities {
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration FRESH_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Mono<List<String>> cached;
  private volatile @Nullable List<String> lastKnown;

  PublishedAuthorities(AgentNode node) {
    this.cached = node.tracker()
        .authorities()
        .map(Authorities::authorities)
        .doOnNext(known -> lastKnown = known)
        .cache(
            known -> known.isEmpty() ? FRESH_AFTER_FAILURE : FRESH,
            error -> FRESH_AFTER_FAILURE,
            () -> FRESH_AFTER_FAILURE)
        .onErrorResume(
            trackerGone -> Mono.justOrEmpty(lastKnown).switchIfEmpty(Mono.error(trackerGone)));
  }

  /** All of them; an error where the tracker has never answered. */
  public Mono<List<String>> all() {
    return cached;
  }

  Mono<Boolean> contains(String authority) {
    List<String> last = lastKnown;
    if (last != null && last.contains(authority)) {
      // What was published stays so for the moment that asking anew takes: nobody waits for that.
      cached.subscribe(known -> {}, trackerGone -> {});
      return Mono.just(true);
    }
    return cached.map(known -> known.contains(authority));
  }
}
