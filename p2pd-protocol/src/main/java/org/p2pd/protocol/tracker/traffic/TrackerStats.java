package org.p2pd.protocol.tracker.traffic;

/**
 * {@code GET /v1/stats}: the whole network in a few numbers.
 *
 * @param hosts live hosts by role
 * @param contents contents with a live manifest
 * @param publications names with a live binding
 * @param bytesServed what receivers report to have got from each role, in bytes
 * @param delivered what was handed to viewers, in bytes
 * @param offload the share of delivered bytes that no origin sent, 0 to 1
 */
public record TrackerStats(
    HostCounts hosts,
    long contents,
    long publications,
    BytesByRole bytesServed,
    long delivered,
    double offload) {

  /** Live hosts by role. */
  public record HostCounts(long origin, long cache, long agent) {}

  /** max(0, 1 − bytes from origins / bytes delivered to viewers); 0 where nothing was delivered. */
  public static double offload(long bytesFromOrigins, long delivered) {
    return delivered == 0 ? 0 : Math.max(0, 1 - (double) bytesFromOrigins / delivered);
  }
}
