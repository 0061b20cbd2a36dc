package org.p2pd.tracker.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.LiveHost;

/**
 * A host as its operator sees it.
 *
 * @param loadPercent 0 (idle) to 100 (as busy as it wants to be)
 * @param complaints address prefixes that complained lately, 0 to 9
 */
record HostView(
    String hostId,
    String role,
    boolean operator,
    boolean reachable,
    @Nullable String url,
    String address,
    @Nullable String zone,
    int loadPercent,
    int complaints,
    List<String> fetchesFor,
    boolean internal,
    Instant registeredAt) {

  static HostView of(LiveHost host) {
    HostDescriptor said = host.descriptor();
    return new HostView(
        said.hostId().hex(),
        said.role().wireName(),
        said.operator(),
        host.reachable() || said.operator(),
        said.url(),
        said.address(),
        said.zone(),
        (int) Math.round(100 * host.load()),
        host.complaints(),
        said.fetchesFor(),
        said.internal(),
        Instant.ofEpochMilli(said.issuedMillis()));
  }
}
