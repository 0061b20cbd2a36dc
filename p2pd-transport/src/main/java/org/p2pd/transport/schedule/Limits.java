package org.p2pd.transport.schedule;

import java.time.Duration;

/**
 * The bounds a transfer keeps.
 *
 * @param windowBytes how far ahead of a player blocks are fetched while its speed is not known
 * @param windowTime how far ahead afterwards, in the player's own time
 * @param windowBytesMin the least that is fetched ahead, however slow the player
 * @param windowBytesMax the most, however fast
 * @param outstandingBytesMax requested and not yet stored, over all hosts: the memory of a transfer
 * @param outstandingPerHostBytesMax of which at one host
 * @param requestsPerHostMax requests under way at one host
 * @param requestsPerOriginMax the same for an origin or mirror, over all transfers of a process
 * @param requestsOfDownloadersMax requests under way, of a download, at all hosts together that are downloading themselves
 * @param originBytesPerSecondMax bytes asked of origins and mirrors, on average, over all transfers of a process; 0 = as
 *     many as are wanted
 * @param runBytesMax the most bytes of one request
 * @param duplicateShareMax the most bytes asked for twice, as a share of the content
 * @param duplicateBlocksMin blocks that may be asked for twice however short the content is
 * @param findEvery how often hosts are asked for while blocks are wanted
 */
public record Limits(
    long windowBytes,
    Duration windowTime,
    long windowBytesMin,
    long windowBytesMax,
    long outstandingBytesMax,
    long outstandingPerHostBytesMax,
    int requestsPerHostMax,
    int requestsPerOriginMax,
    int requestsOfDownloadersMax,
    long originBytesPerSecondMax,
    long runBytesMax,
    double duplicateShareMax,
    int duplicateBlocksMin,
    Duration findEvery) {

  /** What DESIGN §4 asks for: at most 16 MiB of memory a transfer, max(2 %, 4 blocks) of duplicates. */
  public static final Limits DEFAULT = new Limits(
      16 << 20,
      Duration.ofSeconds(20),
      4 << 20,
      64 << 20,
      16 << 20,
      8 << 20,
      4,
      4,
      5,
      0,
      4 << 20,
      0.02,
      4,
      Duration.ofSeconds(2));

  /** The same, but so much of origins. */
  public Limits ofOrigins(long bytesPerSecondMax) {
    return new Limits(
        windowBytes,
        windowTime,
        windowBytesMin,
        windowBytesMax,
        outstandingBytesMax,
        outstandingPerHostBytesMax,
        requestsPerHostMax,
        requestsPerOriginMax,
        requestsOfDownloadersMax,
        bytesPerSecondMax,
        runBytesMax,
        duplicateShareMax,
        duplicateBlocksMin,
        findEvery);
  }
}
