package org.p2pd.tracker.stats;

import java.util.List;
import org.p2pd.tracker.host.LiveHost;

/**
 * The hosts of one role, as a crowd: how many, and how a sample of them is doing. No host can be told from it.
 *
 * @param role in its wire form
 * @param count live hosts
 * @param sampled how many were looked at, at most 200
 * @param unreachable of the sampled: only download
 * @param idle of the sampled: load below a quarter
 * @param working of the sampled: load between
 * @param busy of the sampled: load of three quarters or more
 */
record RoleSnapshot(
    String role, long count, int sampled, int unreachable, int idle, int working, int busy) {
  private static final double WORKING = 0.25;
  private static final double BUSY = 0.75;

  static RoleSnapshot of(String role, long count, List<LiveHost> sample) {
    List<LiveHost> reachable = sample.stream()
        .filter(host -> host.reachable() || host.descriptor().operator())
        .toList();
    int busy = (int) reachable.stream().filter(host -> host.load() >= BUSY).count();
    int idle = (int) reachable.stream().filter(host -> host.load() < WORKING).count();
    return new RoleSnapshot(
        role,
        Math.max(count, sample.size()),
        sample.size(),
        sample.size() - reachable.size(),
        idle,
        reachable.size() - idle - busy,
        busy);
  }
}
