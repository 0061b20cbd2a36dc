package org.p2pd.transport.fetch.swarm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.fetch.swarm.TrackedSwarm.HostFinder;
import reactor.core.publisher.Mono;

/**
 * Hosts that were named together with a film's content, or are asked for the moment that is known, while its manifest is
 * still on its way: that saves the viewer a round trip. Each answer serves once, for as long as it is fresh.
 */
public final class EarlyHosts {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int FILMS_MAX = 64;

  private final HostFinder tracker;
  private final Cache<ContentId, Mono<List<HostEntry>>> answers =
      Caffeine.newBuilder().maximumSize(FILMS_MAX).expireAfterWrite(FRESH).build();

  /** Creates it; {@code tracker} is asked. */
  public EarlyHosts(HostFinder tracker) {
    this.tracker = tracker;
  }

  /** Takes up who was named as holding any of a film. */
  public void named(ContentId film, List<HostEntry> hosts) {
    answers.put(film, Mono.just(hosts));
  }

  /** Asks who holds any of a film, unless that is known. */
  public void ask(Publication film) {
    if (film.length() == 0 || answers.getIfPresent(film.contentId()) != null) {
      return;
    }
    int blocks = film.layout().blockCount();
    Mono<List<HostEntry>> answer =
        tracker.hosts(film.contentId(), BlockSet.range(0, blocks - 1)).cache();
    answers.put(film.contentId(), answer);
    answer.subscribe(known -> {}, unknown -> {});
  }

  /** The answer for {@code film}, where there is one or will be; else, and where it failed, that of {@code otherwise}. */
  public Mono<List<HostEntry>> take(ContentId film, Mono<List<HostEntry>> otherwise) {
    Mono<List<HostEntry>> early = answers.asMap().remove(film);
    return early == null ? otherwise : early.onErrorResume(failed -> otherwise);
  }
}
