package org.p2pd.tracker.availability;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.tracker.swarm.Sample;
import org.p2pd.tracker.swarm.Swarms;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads {@link Availability} out of samples of at most 64 holders. A sample reads whole bitmaps, so what was read is shown
 * for ten seconds; at most {@value #CONTENTS_MAX} contents are remembered.
 */
@Component
public final class Availabilities {
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final int CONTENTS_MAX = 500;
  private static final String NOBODYS_NEIGHBOUR = "";

  private final Swarms swarms;
  private final Cache<ContentId, Availability> known =
      Caffeine.newBuilder().maximumSize(CONTENTS_MAX).expireAfterWrite(FRESH).build();

  Availabilities(Swarms swarms) {
    this.swarms = swarms;
  }

  /** The availability of {@code content}, at most ten seconds old; empty where the tracker does not know the content. */
  public Mono<Availability> of(ContentId content) {
    Availability remembered = known.getIfPresent(content);
    return remembered != null ? Mono.just(remembered) : read(content);
  }

  private Mono<Availability> read(ContentId content) {
    return Mono.zip(
            swarms.sample(content, BlockSet.everything(), null, NOBODYS_NEIGHBOUR),
            swarms.size(content))
        .filter(read -> read.getT1().error() == null)
        .map(read -> availability(content, read.getT1(), read.getT2()))
        .doOnNext(read -> known.put(content, read));
  }

  private static Availability availability(ContentId content, Sample sample, Swarms.Size size) {
    List<BlockSet> partial =
        sample.held().values().stream().filter(held -> !held.isEverything()).toList();
    return Availability.of(
        content, sample.wanted().size(), size.complete(), size.partial(), partial);
  }
}
