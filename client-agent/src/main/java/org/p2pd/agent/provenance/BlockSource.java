package org.p2pd.agent.provenance;

import org.p2pd.protocol.host.HostRole;

/** Where a block came from. Mirrors count as origins, since the provider pays for both. */
enum BlockSource {
  ORIGIN,
  CACHE,
  AGENT,
  /** It was on this machine's disk before anybody was asked. */
  DISK;

  static BlockSource of(HostRole role) {
    return switch (role) {
      case ORIGIN, MIRROR -> ORIGIN;
      case CACHE -> CACHE;
      case AGENT -> AGENT;
    };
  }
}
