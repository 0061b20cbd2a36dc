package org.p2pd.agent.cli.get;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2pd.protocol.tracker.traffic.BytesByRole;

/**
 * Where the bytes of a film came from.
 *
 * @param origin bytes from origins and mirrors
 * @param cache bytes from caches
 * @param peers bytes from other viewers
 * @param disk bytes that were on this machine before
 */
record BytesBySource(long origin, long cache, long peers, long disk) {
  /**
   * @param done the bytes of the film that are in its file
   * @param received what arrived meanwhile; may run ahead of {@code done}
   */
  static BytesBySource of(long done, BytesByRole received) {
    return new BytesBySource(
        received.origin(),
        received.cache(),
        received.agent(),
        Math.max(0, done - received.total()));
  }

  /** For people, shares of the whole, largest kinds by name: {@code origin 20 % · peers 80 %}. */
  @Override
  public String toString() {
    long all = origin + cache + peers + disk;
    List<String> shares = new ArrayList<>();
    add(shares, "origin", origin, all);
    add(shares, "cache", cache, all);
    add(shares, "peers", peers, all);
    add(shares, "disk", disk, all);
    return String.join(" · ", shares);
  }

  private static void add(List<String> shares, String kind, long bytes, long all) {
    if (bytes > 0) {
      shares.add(String.format(Locale.ROOT, "%s %d %%", kind, Math.round(100.0 * bytes / all)));
    }
  }
}
