package org.p2pd.transport.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2pd.transport.schedule.source.Holder;

/**
 * What the origin alone would have done for the players, and by how much the swarm fell short of it.
 *
 * <p>When a player begins to wait for a block, the origin's own history says how soon it would have sent it: round trip
 * + block / rate. Waits beyond that add up to the <i>regret</i>. While there was regret lately, the swarm is not trusted
 * to do better: the origin is used like any other host.
 */
final class OriginOnly {
  private static final long TOLERANCE_NANOS = 20_000_000L;
  private static final long DISTRUST_NANOS = 10_000_000_000L;

  private final Map<Integer, Double> expectedNanos = new HashMap<>();
  private long regretNanos;
  private long lastRegretNanos = Long.MIN_VALUE;

  /** By how long players waited longer than with the origin alone, in all. */
  long regretNanos() {
    return regretNanos;
  }

  /** Players wait for {@code waited} now. */
  void waiting(List<Integer> waited, Iterable<Holder> holders, int blockBytes) {
    expectedNanos.keySet().retainAll(waited);
    for (int block : waited) {
      if (!expectedNanos.containsKey(block)) {
        expectedNanos.put(block, nanos(holders, blockBytes));
      }
    }
  }

  /** A block came for which players had waited. */
  void waited(int block, long waitedNanos, long nowNanos) {
    Double alone = expectedNanos.remove(block);
    if (alone != null && alone > 0 && waitedNanos > alone + TOLERANCE_NANOS) {
      regretNanos += (long) (waitedNanos - alone);
      lastRegretNanos = nowNanos;
    }
  }

  /** Whether the swarm fell short lately, or does so now. */
  boolean isBetter(long waitNanos, long nowNanos) {
    if (lastRegretNanos != Long.MIN_VALUE && nowNanos - lastRegretNanos < DISTRUST_NANOS) {
      return true;
    }
    return expectedNanos.values().stream().anyMatch(alone -> alone > 0 && waitNanos > alone);
  }

  /** The time in which the best known origin would send a block asked for now; 0 where none was measured. */
  static double nanos(Iterable<Holder> holders, int blockBytes) {
    double best = 0;
    for (Holder holder : holders) {
      if (holder.isOrigin() && holder.host().isProven()) {
        double nanos = holder.host().transferNanos(blockBytes);
        best = best == 0 ? nanos : Math.min(best, nanos);
      }
    }
    return best;
  }
}
