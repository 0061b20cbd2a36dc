package org.p2pd.tracker.host;

import java.util.List;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;

/** The Redis keys of hosts. Those in braces share a slot of a cluster. */
final class HostKeys {
  /** Caches that fetch for others, by end of lease. */
  static final String FETCHING = "p2pd:{hosts}:fetching";

  /** Hosts to call back for the first time, by when. */
  static final String NEWCOMERS = "p2pd:{hosts}:newcomers";

  /** Hosts to call back again, by when. */
  static final String DUE = "p2pd:{hosts}:due";

  /** Everything ordered by end of lease, those that fetch in front. */
  static final List<String> LEASE_INDEXES =
      List.of(FETCHING, role(HostRole.ORIGIN), role(HostRole.CACHE), role(HostRole.AGENT));

  private HostKeys() {}

  /** All about a host ({@link HostValue}); lives as long as the lease. */
  static String host(HostId host) {
    return "p2pd:host:{" + host.hex() + "}";
  }

  /** Prefixes that complained, by time. */
  static String complaints(HostId host) {
    return host(host) + ":complaints";
  }

  /** Hosts of one role by end of lease. */
  static String role(HostRole role) {
    return "p2pd:{hosts}:" + role.wireName();
  }
}
