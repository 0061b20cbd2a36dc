package org.p2pd.transport.schedule;

import org.p2pd.protocol.content.BlockSet;

/** What is to be done now; carried out elsewhere. */
public sealed interface Decision {
  /**
   * Request neighbouring blocks of one host.
   *
   * @param request names the request in later events
   * @param firstBlock the first block
   * @param lastBlock the last block, included
   */
  record Fetch(long request, Source source, int firstBlock, int lastBlock) implements Decision {}

  /** Break a request off; no more events of it are expected. */
  record Cancel(long request) implements Decision {}

  /** Ask who holds {@code want}; answer with {@link TransferPlan#hostsFound} or {@link TransferPlan#hostsNotFound}. */
  record FindHosts(BlockSet want) implements Decision {}

  /** Tell the tracker that a host sent wrong bytes. */
  record Complain(Source source, int block) implements Decision {}
}
