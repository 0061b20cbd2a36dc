package org.p2pd.tracker.stats;

import java.util.List;
import org.p2pd.protocol.tracker.BytesByRole;
import org.p2pd.protocol.tracker.TrackerStats;
import org.p2pd.tracker.swarm.Swarms;

/**
 * One event of {@code GET /v1/events}: the numbers of {@code /v1/stats} and the sizes of some swarms. No addresses.
 *
 * @param at when it was read, in epoch milliseconds
 * @param swarms of the contents first in the catalogue
 */
record NetworkEvent(
    long at,
    TrackerStats.HostCounts hosts,
    long contents,
    long publications,
    BytesByRole bytesServed,
    long delivered,
    double offload,
    List<Swarms.Size> swarms) {

  static NetworkEvent of(long at, TrackerStats stats, List<Swarms.Size> swarms) {
    return new NetworkEvent(
        at,
        stats.hosts(),
        stats.contents(),
        stats.publications(),
        stats.bytesServed(),
        stats.delivered(),
        stats.offload(),
        swarms);
  }
}
