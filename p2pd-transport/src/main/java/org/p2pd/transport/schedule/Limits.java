package org.p2pd.transport.schedule;

import java.time.Duration;

/**
 * The bounds a transfer keeps.
 *
 * @param windowBytes how far ahead of a reader blocks are fetched
 * @param outstandingBytesMax requested and not yet stored, over all hosts: the memory of a transfer
 * @param outstandingPerHostBytesMax of which at one host
 * @param requestsPerHostMax requests under way at one host
 * @param runBytesMax the most bytes of one request
 * @param duplicateShareMax the most duplicate blocks, as a share of the content's blocks
 * @param duplicateBlocksMin duplicates allowed however short the content is
 * @param findEvery how often hosts are asked for while blocks are wanted
 */
public record Limits(
    long windowBytes,
    long outstandingBytesMax,
    long outstandingPerHostBytesMax,
    int requestsPerHostMax,
    long runBytesMax,
    double duplicateShareMax,
    int duplicateBlocksMin,
    Duration findEvery) {

  /** What DESIGN §4 asks for: at most 16 MiB of memory a transfer, max(2 %, 4 blocks) of duplicates. */
  public static final Limits DEFAULT =
      new Limits(16 << 20, 16 << 20, 8 << 20, 4, 4 << 20, 0.02, 4, Duration.ofSeconds(3));
}
