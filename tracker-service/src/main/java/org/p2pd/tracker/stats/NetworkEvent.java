package org.p2pd.tracker.stats;

import java.util.List;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.tracker.availability.Availability;

/**
 * One event of {@code GET /v1/events}: the numbers of {@code /v1/stats}, the hosts as crowds, and the availability of some
 * contents. No addresses, no host.
 *
 * @param at when it was read, in epoch milliseconds
 * @param crowds the hosts by role
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
    List<RoleSnapshot> crowds,
    List<Availability> swarms) {

  static NetworkEvent of(
      long at, TrackerStats stats, List<RoleSnapshot> crowds, List<Availability> swarms) {
    return new NetworkEvent(
        at,
        stats.hosts(),
        stats.contents(),
        stats.publications(),
        stats.bytesServed(),
        stats.delivered(),
        stats.offload(),
        crowds,
        swarms);
  }
}
