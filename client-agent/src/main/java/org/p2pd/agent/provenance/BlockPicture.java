package org.p2pd.agent.provenance;

import org.p2pd.protocol.content.BlockSet;

/**
 * The blocks of one film by where they came from. Each block is in at most one of the sets; those in none are not here
 * and not asked for.
 *
 * @param origin sent by origins and mirrors
 * @param cache sent by caches
 * @param agent sent by other viewers
 * @param disk on this machine's disk before anybody was asked
 * @param fetching asked of a host, and not here yet
 * @param bytes how much that was
 */
public record BlockPicture(
    BlockSet origin,
    BlockSet cache,
    BlockSet agent,
    BlockSet disk,
    BlockSet fetching,
    Bytes bytes) {

  /**
   * Bytes of verified blocks since the agent started; a block that was evicted and fetched anew counts again.
   *
   * @param disk read for players from blocks that were on disk before
   */
  public record Bytes(long origin, long cache, long agent, long disk) {}
}
