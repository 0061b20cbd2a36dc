package org.p2pd.protocol.tracker;

import java.util.List;

/** {@code GET /v1/contents/{contentId}/hosts}: hosts that hold some of the asked-for blocks, best first. */
public record HostQueryReply(List<HostEntry> hosts) {
  public HostQueryReply {
    hosts = hosts == null ? List.of() : List.copyOf(hosts);
  }
}
