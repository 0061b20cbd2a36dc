package org.p2pd.tracker.security;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;

/**
 * What a host token says about its holder. It travels with every call, so a replica that never saw the host can serve
 * it without asking Redis first.
 *
 * @param operator whether the host registered with the operator's standing
 * @param near the key of the hosts near it: its zone, else its prefix
 * @param issuedMillis when it was issued, in epoch milliseconds; tells one registration from the next
 */
public record HostToken(
    HostId hostId, HostRole role, boolean operator, String near, long issuedMillis) {
  private static final String ZONE = "zone ";
  private static final String PREFIX = "prefix ";

  /** The key of the hosts in {@code zone}, or, where there is none, of those in {@code prefix}. */
  public static String near(@Nullable String zone, String prefix) {
    return zone == null ? PREFIX + prefix : ZONE + zone;
  }

  /** The holder's zone, where it named one. */
  public @Nullable String zone() {
    return near.startsWith(ZONE) ? near.substring(ZONE.length()) : null;
  }
}
