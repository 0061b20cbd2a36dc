package org.p2pd.transport.schedule.source;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;

/**
 * A host as a source of one content.
 *
 * @param url the host's base URL, or of a plain host the file itself
 * @param hostId as the tracker names it; null for hosts that no tracker named
 * @param operator run by the provider
 * @param plain an ordinary HTTP server
 * @param fetches fetches for us what it lacks
 * @param blocks what it is known to hold, {@code *} = all
 * @param isNear in this host's own network: its bytes cross no border
 * @param address the one of its name's addresses that is meant, such as {@code 192.0.2.7}; null = whichever
 */
public record Source(
    String url,
    @Nullable HostId hostId,
    HostRole role,
    boolean operator,
    boolean plain,
    boolean fetches,
    BlockSet blocks,
    @Nullable String address,
    boolean isNear) {
  private static final int SCHEME_END = "http://".length();

  /** Creates a source at whichever address its URL leads to. */
  public Source(
      String url,
      @Nullable HostId hostId,
      HostRole role,
      boolean operator,
      boolean plain,
      boolean fetches,
      BlockSet blocks) {
    this(url, hostId, role, operator, plain, fetches, blocks, null, false);
  }

  /** The same at one of its addresses: a host of its own. */
  public Source at(String one) {
    return new Source(url, hostId, role, operator, plain, fetches, blocks, one, isNear);
  }

  /** The same in this host's own network: same zone, or same prefix of addresses. */
  public Source nearby() {
    return new Source(url, hostId, role, operator, plain, fetches, blocks, address, true);
  }

  /** What the server is known by for all films, so that a host that changes its id keeps its standing. */
  public String server() {
    int path = plain ? url.indexOf('/', SCHEME_END) : -1;
    String site = path < 0 ? url : url.substring(0, path);
    return address == null ? site : site + "#" + address;
  }

  /** What the source is known by among those of its content. */
  String key() {
    return address == null ? url : url + "#" + address;
  }

  /** The same, known to hold {@code now} and nothing else. */
  public Source having(BlockSet now) {
    return new Source(url, hostId, role, operator, plain, fetches, now, address, isNear);
  }

  /** Whether its bytes are the provider's to pay: an origin or a mirror. */
  public boolean isOrigin() {
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
        blocks.union(news.blocks),
        address,
        news.isNear);
  }

  /** What is known after the host answered that of the {@code asked} blocks it has only {@code have}. */
  Source lacking(BlockSet asked, BlockSet have, int blockCount) {
    BlockSet all = BlockSet.first(blockCount);
    BlockSet left = blocks.intersect(all).minus(asked).union(have.intersect(all));
    return new Source(url, hostId, role, operator, plain, false, left, address, isNear);
  }
}
