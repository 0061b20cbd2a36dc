package org.p2pd.tracker.availability;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.tracker.swarm.Draw;
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
  private static final int SAMPLE = 64;
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
    Mono<Draw> draw = Mono.fromFuture(
        () -> swarms.draw(content, BlockSet.everything(), SAMPLE, NOBODYS_NEIGHBOUR, 0), true);
    return Mono.zip(draw, swarms.size(content))
        .filter(read -> read.getT1().error() == null)
        .map(read -> availability(content, read.getT1(), read.getT2()))
        .doOnNext(read -> known.put(content, read));
  }

  /** Operators' hosts are drawn besides the others, so some may have been drawn twice. */
  private static Availability availability(ContentId content, Draw draw, Swarms.Size size) {
    Map<HostId, BlockSet> partial = new HashMap<>();
    draw.all().stream()
        .filter(holder -> !holder.held().isEverything())
        .forEach(holder -> partial.put(holder.hostId(), holder.held()));
    return Availability.of(
        content, draw.blocks(), size.complete(), size.partial(), partial.values());
  }
}
