package org.p2pd.transport.schedule.request;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.transport.schedule.source.Source;

/** What is to be done now, in the order given; carried out elsewhere. */
public sealed interface Decision {
  /**
   * Request neighbouring blocks of one host.
   *
   * @param request names the request in later events
   * @param firstBlock the first block
   * @param lastBlock the last block, included
   * @param prefix the beginning of the first block, which is here already and not asked for; null = none
   */
  record Fetch(
      long request,
      Source source,
      int firstBlock,
      int lastBlock,
      @Nullable Prefix prefix) implements Decision {

    /** The bytes of the first block that are not asked for. */
    public int skippedBytes() {
      return prefix == null ? 0 : prefix.bytes();
    }
  }

  /**
   * The first bytes of a block that a request has received so far.
   *
   * @param request it is still under way, or has just ended
   * @param bytes at least 1, less than the block
   */
  record Prefix(long request, int bytes) {}

  /** Break a request off; no more events of it are expected. */
  record Cancel(long request) implements Decision {}

  /** Ask who holds {@code want}; answer with the plan's {@code hostsFound} or {@code hostsNotFound}. */
  record FindHosts(BlockSet want) implements Decision {}

  /** Tell the tracker that a host sent wrong bytes. */
  record Complain(Source source, int block) implements Decision {}
}
