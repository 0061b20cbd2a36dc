package org.p2pd.tracker.title;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.swarm.ContentKeys;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What contents are called, or were when they were published last. */
@Component
public final class TitleNames {
  private static final int CONCURRENT_MAX = 64;

  private final Redis redis;
  private final Clock clock;

  TitleNames(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** The name of each of {@code contents} that was ever bound to one within the last month. */
  public Mono<Map<ContentId, String>> of(Collection<ContentId> contents) {
    return Flux.fromIterable(contents)
        .distinct()
        .flatMap(content -> of(content).map(name -> Map.entry(content, name)), CONCURRENT_MAX)
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  private Mono<String> of(ContentId content) {
    String key = new ContentKeys(content).names();
    return redis.stream(r -> r.opsForZSet().rangeWithScores(key, Range.closed(0L, -1L)))
        .map(TitleNames::bound)
        .collectList()
        .mapNotNull(this::chosen);
  }

  private static Bound bound(TypedTuple<byte[]> entry) {
    byte[] name = entry.getValue();
    Double end = entry.getScore();
    return new Bound(name == null ? "" : new String(name, UTF_8), end == null ? 0 : end);
  }

  /** Of names bound now the first in order, so that it stays the same; else the one that was bound last. */
  private @Nullable String chosen(List<Bound> names) {
    double now = clock.millis();
    return names.stream()
        .filter(name -> name.end() > now)
        .map(Bound::name)
        .min(Comparator.naturalOrder())
        .or(() -> names.stream().max(Comparator.comparingDouble(Bound::end)).map(Bound::name))
        .orElse(null);
  }

  private record Bound(String name, double end) {}
}
