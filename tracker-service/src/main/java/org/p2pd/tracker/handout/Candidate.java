package org.p2pd.tracker.handout;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.dial.Reach;

/**
 * A live host that might be named.
 *
 * @param prefix the /24 or /48 of its address; empty where it has none (mirrors)
 * @param scope how far its address reaches
 * @param operator run by the provider: operator standing, or a mirror that a publication names
 * @param internal for caches with operator standing only
 * @param reachable called back, or the operator's
 * @param fetches a cache willing to fetch for the asker what it lacks
 * @param held which blocks it holds, wanted or not; {@code *} = all of the content
 * @param load 0 (idle) to 1 (as busy as it wants to be)
 * @param complaints address prefixes that complained lately
 */
public record Candidate(
    HostId hostId,
    String url,
    HostRole role,
    @Nullable String zone,
    String prefix,
    Reach scope,
    boolean operator,
    boolean internal,
    boolean reachable,
    boolean fetches,
    BlockSet held,
    double load,
    int complaints) {
  /** With 20 hosts, an answer stays within 16 KiB. */
  private static final int BLOCKS_CHARS_MAX = 600;

  boolean isNear(Asker asker) {
    return prefix.equals(asker.prefix()) || (zone != null && Objects.equals(zone, asker.zone()));
  }

  /** How many of the {@code count} blocks {@code wanted} it holds. */
  int holdsOf(BlockSet wanted, int count) {
    return held.isEverything() ? count : held.commonWith(wanted);
  }

  /** How it is named to somebody who wants {@code wanted}. */
  HostEntry toEntry(BlockSet wanted) {
    return new HostEntry(
        hostId,
        url,
        role,
        zone,
        operator && role != HostRole.MIRROR,
        role == HostRole.MIRROR,
        fetches,
        (held.isEverything() ? held : held.intersect(wanted)).cut(BLOCKS_CHARS_MAX),
        load);
  }
}
