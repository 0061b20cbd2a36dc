package org.p2pd.transport.schedule;

import org.p2pd.protocol.content.BlockLayout;

/** A request under way: neighbouring blocks of one host, arriving in order. */
final class Request {
  final long id;
  final Source source;
  final HostStanding host;
  final int lastBlock;
  final long askedNanos;

  private final BlockLayout layout;
  private final long totalBytes;
  private int nextBlock;
  private long receivedBytes;
  private long progressNanos;
  private long blockTurnNanos;

  Request(
      long id,
      Source source,
      HostStanding host,
      BlockLayout layout,
      int firstBlock,
      int lastBlock,
      long nowNanos) {
    this.id = id;
    this.source = source;
    this.host = host;
    this.layout = layout;
    this.nextBlock = firstBlock;
    this.lastBlock = lastBlock;
    this.askedNanos = nowNanos;
    this.progressNanos = nowNanos;
    this.blockTurnNanos = nowNanos;
    this.totalBytes = layout.rangeOf(firstBlock, lastBlock).length();
    host.asked(totalBytes, nowNanos);
  }

  /** The first block that has not arrived; {@code lastBlock + 1} when all have. */
  int nextBlock() {
    return nextBlock;
  }

  /** Whether bytes are missing and have been for longer than the host's own history allows. */
  boolean isSilent(long nowNanos) {
    return receivedBytes < totalBytes && nowNanos - progressNanos > host.silenceNanosMax();
  }

  /** Since when the block that comes next is this request's turn. */
  long blockTurnNanos() {
    return blockTurnNanos;
  }

  void progressed(long receivedBytesNow, long nowNanos) {
    if (receivedBytesNow <= receivedBytes) {
      return;
    }
    if (receivedBytes == 0) {
      host.firstByte(askedNanos, nowNanos);
    }
    host.received(receivedBytesNow - receivedBytes, nowNanos);
    receivedBytes = receivedBytesNow;
    progressNanos = nowNanos;
  }

  /** Block {@code block} arrived, right or wrong; the next one's turn begins. */
  void arrived(int block, long nowNanos) {
    host.settled(layout.lengthOf(block));
    nextBlock = block + 1;
    blockTurnNanos = nowNanos;
    progressNanos = nowNanos;
  }

  /** Ends the request at its host; what did not arrive is no longer expected. */
  void end() {
    for (int block = nextBlock; block <= lastBlock; block++) {
      host.settled(layout.lengthOf(block));
    }
    host.ended();
  }
}
