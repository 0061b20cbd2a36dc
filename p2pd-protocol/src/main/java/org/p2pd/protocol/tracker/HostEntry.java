package org.p2pd.protocol.tracker;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;

/**
 * One host of a handout.
 *
 * @param url the host's base URL; of a mirror the file itself
 * @param zone where the host is, where it said so
 * @param operator run by the provider: origins and caches with the operator's token
 * @param plain an ordinary HTTP server that knows nothing of blocks
 * @param fetches a cache willing to fetch what it lacks for the asker
 * @param blocks which of the asked-for blocks the host is known to hold; {@code *} = all of the content
 * @param load 0 (idle) to 1 (as busy as it wants to be)
 */
public record HostEntry(
    HostId hostId,
    String url,
    HostRole role,
    @Nullable String zone,
    boolean operator,
    boolean plain,
    boolean fetches,
    BlockSet blocks,
    double load) {}
