package org.p2pd.transport.schedule;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;

/**
 * A host as a source of one content.
 *
 * @param url the host's base URL, or of a plain host the file itself; what the host is known by in here, so that a host
 *     that changes its id keeps its standing
 * @param hostId as the tracker names it; null for hosts that no tracker named
 * @param operator run by the provider
 * @param plain an ordinary HTTP server
 * @param fetches fetches for us what it lacks
 * @param blocks what it is known to hold, {@code *} = all
 */
public record Source(
    String url,
    @Nullable HostId hostId,
    HostRole role,
    boolean operator,
    boolean plain,
    boolean fetches,
    BlockSet blocks) {

  /** Whether its bytes are the provider's to pay: an origin or a mirror. */
  boolean isOrigin() {
    return role == HostRole.ORIGIN || role == HostRole.MIRROR;
  }

  /** Whether it is on its way to hold everything, as far as is known. */
  boolean isDownloader() {
    return role == HostRole.AGENT && !blocks.isEverything();
  }

  boolean mayServe(int block) {
    return fetches || blocks.contains(block);
  }

  /** What is known after {@code news} about the same host: blocks add up, the rest is replaced. */
  Source mergedWith(Source news) {
    return new Source(
        url,
        news.hostId,
        news.role,
        news.operator,
        news.plain,
        news.fetches,
        blocks.union(news.blocks));
  }

  /** What is known after the host answered that of the {@code asked} blocks it has only {@code have}. */
  Source lacking(BlockSet asked, BlockSet have, int blockCount) {
    BlockSet all = BlockSet.first(blockCount);
    BlockSet left = blocks.intersect(all).minus(asked).union(have.intersect(all));
    return new Source(url, hostId, role, operator, plain, false, left);
  }
}
