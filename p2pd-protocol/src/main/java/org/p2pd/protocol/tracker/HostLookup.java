package org.p2pd.protocol.tracker;

import java.util.List;

/** {@code GET /v1/contents/{contentId}/hosts}: hosts that hold some of the asked-for blocks, best first. */
public record HostLookup(List<HostEntry> hosts) {
  public HostLookup {
    hosts = hosts == null ? List.of() : List.copyOf(hosts);
  }
}
