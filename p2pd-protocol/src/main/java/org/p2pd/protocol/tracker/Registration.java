package org.p2pd.protocol.tracker;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;

/**
 * {@code POST /v1/hosts}: a node makes itself known.
 *
 * @param port where the node serves other hosts; 0 = it only downloads
 * @param zone where the node is, in the operator's words; nodes of one zone are near
 * @param url how others reach the node, where that differs from its socket address; needs the operator's token
 * @param uploadBytesPerSecond what the node is willing to send, where it is limited
 * @param fetchesFor networks in CIDR notation for whose clients a cache fetches what it lacks; null = for nobody
 * @param internal handed out to caches only
 */
public record Registration(
    HostId hostId,
    HostRole role,
    int port,
    @Nullable String zone,
    @Nullable String url,
    @Nullable Long uploadBytesPerSecond,
    @Nullable List<String> fetchesFor,
    boolean internal) {}
