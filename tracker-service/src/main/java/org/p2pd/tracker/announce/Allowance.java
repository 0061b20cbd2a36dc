package org.p2pd.tracker.announce;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the hosts at one address are believed to have moved: 1 Gbit/s in the long run, and {@link #BURST} of it
 * at once, as after a time without a tracker.
 *
 * <p>The generic cell rate algorithm, as for calls ({@code rate.RateLimit}), but what does not fit is cut, not refused. At
 * most {@value #CLIENTS_MAX} clients are remembered; a forgotten one starts afresh.
 */
final class Allowance {
  static final Duration BURST = Duration.ofSeconds(80);

  /** Of one byte at 1 Gbit/s. */
  private static final long BYTE_NANOS = 8;

  private static final int CLIENTS_MAX = 65_536;

  private final Cache<String, AtomicLong> fullAt =
      Caffeine.newBuilder().maximumSize(CLIENTS_MAX).build();

  /**
   * Takes bytes that a host of {@code client} says it moved.
   *
   * @param bytes 0 to 2⁵⁶
   * @param nowNanos the time on a clock that never goes back
   * @return the share of them that is believed, 0 to 1
   */
  double take(String client, long bytes, long nowNanos) {
    if (bytes == 0) {
      return 1;
    }
    AtomicLong full = fullAt.get(client, fresh -> new AtomicLong(nowNanos));
    while (true) {
      long seen = full.get();
      long ahead = Math.max(seen - nowNanos, 0);
      long taken = Math.min(bytes, (BURST.toNanos() - ahead) / BYTE_NANOS);
      if (full.compareAndSet(seen, nowNanos + ahead + taken * BYTE_NANOS)) {
        return (double) taken / bytes;
      }
    }
  }
}
