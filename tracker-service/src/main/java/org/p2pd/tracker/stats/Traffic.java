package org.p2pd.tracker.stats;

import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.protocol.tracker.traffic.TrackerStats;

/**
 * Bytes, and what they say of origins.
 *
 * @param origin received from origins
 * @param cache received from caches
 * @param agent received from viewers
 * @param delivered to viewers
 * @param spared that viewers got and no origin sent
 * @param offload {@code spared} as a share of {@code delivered}, 0 to 1
 */
public record Traffic(
    long origin, long cache, long agent, long delivered, long spared, double offload) {
  /** What follows from four counts. */
  public static Traffic of(long origin, long cache, long agent, long delivered) {
    return new Traffic(
        origin,
        cache,
        agent,
        delivered,
        Math.max(0, delivered - origin),
        TrackerStats.offload(origin, delivered));
  }

  /** What follows from what moved. */
  public static Traffic of(ContentTraffic moved) {
    return of(moved.origin(), moved.cache(), moved.agent(), moved.delivered());
  }

  Traffic plus(Traffic other) {
    return of(
        origin + other.origin,
        cache + other.cache,
        agent + other.agent,
        delivered + other.delivered);
  }
}
