package org.p2pd.tracker.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls each client may make: a rate, and a burst of ten seconds of it.
 *
 * <p>The generic cell rate algorithm [1]: per client one number, the time at which its allowance would be full again.
 * A call that costs {@code n} moves it {@code n} intervals on, and is refused where that is more than the burst ahead of
 * now. No timers, no queues. At most {@value #CLIENTS_MAX} clients are remembered; a forgotten one starts afresh.
 *
 * <p>[1] ITU-T I.371, annex A, virtual scheduling.
 */
final class RateLimit {
  private static final int CLIENTS_MAX = 65_536;
  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long BURST_NANOS = Duration.ofSeconds(10).toNanos();

  private final long intervalNanos;
  private final Cache<String, AtomicLong> fullAt =
      Caffeine.newBuilder().maximumSize(CLIENTS_MAX).build();

  /**
   * A limit.
   *
   * @param perSecond calls of cost 1 that a client may make in the long run, at least 1
   */
  RateLimit(int perSecond) {
    this.intervalNanos = SECOND_NANOS / perSecond;
  }

  /**
   * Takes a call of {@code client}, or says how long to wait before it would be taken.
   *
   * @param cost calls that this one counts as, at least 1
   * @param nowNanos the time on a clock that never goes back
   * @return 0 = taken; else nanoseconds to wait, and nothing was counted
   */
  long take(String client, int cost, long nowNanos) {
    AtomicLong full = fullAt.get(client, fresh -> new AtomicLong(nowNanos));
    while (true) {
      long seen = full.get();
      long next = Math.max(seen - nowNanos, 0) + cost * intervalNanos;
      if (next > BURST_NANOS) {
        return next - BURST_NANOS;
      }
      if (full.compareAndSet(seen, nowNanos + next)) {
        return 0;
      }
    }
  }
}
