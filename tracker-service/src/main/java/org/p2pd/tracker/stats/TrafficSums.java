package org.p2pd.tracker.stats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.tracker.redis.Deferred;
import org.p2pd.tracker.redis.PendingWrites;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Bytes received by the sender's role, and delivered to viewers, summed over all replicas: since the network's state began,
 * and by day (UTC) for a month. What this replica heard within the last second is still on its way.
 */
@Component
class TrafficSums implements Deferred {
  private static final String KEY = "p2pd:{stats}:bytes";
  private static final Duration DAYS_KEPT = Duration.ofDays(32);
  private static final Script SUMS = new Script(TrafficSums.class, "sums.lua");

  private final PendingWrites underWay = new PendingWrites();
  private final Redis redis;
  private final Clock clock;
  private final AtomicReference<ContentTraffic> waiting =
      new AtomicReference<>(ContentTraffic.NONE);

  TrafficSums(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  private static String key(LocalDate day) {
    return "p2pd:{stats}:day:" + day;
  }

  void add(ContentTraffic moved) {
    waiting.accumulateAndGet(moved, ContentTraffic::plus);
  }

  /** What can't be written waits for the next time. */
  @Override
  public Mono<Void> write() {
    return underWay.with(Mono.defer(() -> {
      ContentTraffic moved = waiting.getAndSet(ContentTraffic.NONE);
      return moved.equals(ContentTraffic.NONE)
          ? Mono.empty()
          : write(moved).doOnError(error -> add(moved));
    }));
  }

  private Mono<Void> write(ContentTraffic moved) {
    return redis
        .run(
            SUMS,
            List.of(KEY, key(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))),
            DAYS_KEPT.toMillis(),
            moved.origin(),
            moved.cache(),
            moved.agent(),
            moved.delivered())
        .then();
  }

  /** The sums since the beginning, this replica's own included. */
  Mono<ContentTraffic> read() {
    return write().then(redis.entries(KEY)).map(TrafficSums::traffic);
  }

  /** The sums of one day. */
  Mono<Traffic> of(LocalDate day) {
    return redis.entries(key(day)).map(TrafficSums::traffic).map(Traffic::of);
  }

  private static ContentTraffic traffic(Map<String, byte[]> read) {
    return new ContentTraffic(
        number(read.get("origin")),
        number(read.get("cache")),
        number(read.get("agent")),
        number(read.get("delivered")));
  }

  private static long number(byte @Nullable [] text) {
    return text == null ? 0 : Long.parseLong(new String(text, US_ASCII));
  }
}
