package org.p2pd.transport.schedule.request;

import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.transport.schedule.host.HostStanding;
import org.p2pd.transport.schedule.source.Holder;
import org.p2pd.transport.schedule.source.Source;

/** A request under way: neighbouring blocks of one host, arriving in order. Times are nanoseconds of one monotonic clock. */
public final class Request {
  private static final long PAUSE_NANOS = 1_000_000_000L;
  private static final long PACE_NANOS_MIN = 3_000_000_000L;

  private final long id;
  private final Source source;
  private final HostStanding host;
  private final boolean ofDownloader;
  private final int lastBlock;
  private final long askedNanos;
  private final BlockLayout layout;
  private final long totalBytes;
  private int nextBlock;
  private long receivedBytes;

  /** Where the next block begins, in received bytes; negative where its beginning was here before. */
  private long blockBegin;

  private long progressNanos;
  private long blockTurnNanos;

  Request(Decision.Fetch order, Holder holder, BlockLayout layout, long nowNanos) {
    this.id = order.request();
    this.source = order.source();
    this.host = holder.host();
    this.ofDownloader = holder.isGrowing();
    this.layout = layout;
    this.nextBlock = order.firstBlock();
    this.lastBlock = order.lastBlock();
    this.blockBegin = -order.skippedBytes();
    this.askedNanos = nowNanos;
    this.progressNanos = nowNanos;
    this.blockTurnNanos = nowNanos;
    long blockBytes = layout.rangeOf(nextBlock, lastBlock).length();
    this.totalBytes = blockBytes - order.skippedBytes();
    host.asked(totalBytes, nowNanos);
  }

  /** What later events, and {@link Decision}s, name it by. */
  long id() {
    return id;
  }

  /** Who was asked, as it was known then. */
  public Source source() {
    return source;
  }

  /** The standing of who was asked. */
  public HostStanding host() {
    return host;
  }

  /** Whether the host was downloading itself when it was asked. */
  public boolean isOfDownloader() {
    return ofDownloader;
  }

  /** The last block it was asked for. */
  public int lastBlock() {
    return lastBlock;
  }

  /** The first block that has not arrived; {@code lastBlock + 1} when all have. */
  public int nextBlock() {
    return nextBlock;
  }

  /** How many bytes of the next block are here, those not counted that were here before it was asked for. */
  public int receivedOfBlock() {
    return (int) Math.max(0, receivedBytes - blockBegin);
  }

  /** The estimated nanoseconds until {@code block}, one of those still to come, will be here; silence makes it longer. */
  public double remainingNanos(int block, long nowNanos) {
    long bytes = layout.rangeOf(nextBlock, block).length() - receivedOfBlock();
    double sending = bytes / host.bytesPerSecond() * 1e9;
    long untilFirstByte =
        receivedBytes > 0 ? 0 : host.expectedRoundTripNanos() - (nowNanos - askedNanos);
    return sending + Math.max(0, untilFirstByte) + (nowNanos - progressNanos);
  }

  /** Whether nothing has come for a second. */
  public boolean pauses(long nowNanos) {
    return nowNanos - progressNanos > PAUSE_NANOS;
  }

  /**
   * Whether it is not to be counted on: nothing has come for a second, or a stranger was asked that long ago and has not sent a
   * right block yet.
   */
  boolean isDoubtful(long nowNanos) {
    return pauses(nowNanos) || !host.isProven() && nowNanos - askedNanos > PAUSE_NANOS;
  }

  /** Whether bytes are missing and have been for longer than the host's own history allows. */
  public boolean isSilent(long nowNanos) {
    return receivedBytes < totalBytes && nowNanos - progressNanos > host.silenceNanosMax();
  }

  /**
   * How many nanoseconds the rest of the next block takes if it goes on coming as it did since its turn began: what is seen,
   * not what the host's history promises. 0 in the first three seconds, which tell nothing.
   */
  public double restAtItsPaceNanos(long nowNanos) {
    long turnNanos = nowNanos - blockTurnNanos;
    if (turnNanos < PACE_NANOS_MIN || nextBlock > lastBlock) {
      return 0;
    }
    double came = Math.max(1, receivedOfBlock());
    return (layout.lengthOf(nextBlock) - came) / came * turnNanos;
  }

  /** Since when the block that comes next is this request's turn. */
  public long blockTurnNanos() {
    return blockTurnNanos;
  }

  /**
   * Takes note of progress and answers how many bytes are new.
   *
   * @param receivedBytesNow all that has come of it so far; what is more than was asked for does not count
   */
  public long progressed(long receivedBytesNow, long nowNanos) {
    long news = Math.min(totalBytes, receivedBytesNow) - receivedBytes;
    if (news <= 0) {
      return 0;
    }
    if (receivedBytes == 0) {
      host.firstByte(askedNanos, nowNanos);
    }
    host.received(news, nowNanos);
    receivedBytes += news;
    progressNanos = nowNanos;
    return news;
  }

  /** Block {@code block} arrived, right or wrong; the next one's turn begins. */
  void arrived(int block, long nowNanos) {
    for (int each = nextBlock; each <= block; each++) {
      blockBegin += layout.lengthOf(each);
    }
    nextBlock = block + 1;
    blockTurnNanos = nowNanos;
    progressNanos = nowNanos;
  }

  /** What was asked for and has not come. */
  long missingBytes() {
    return Math.max(0, totalBytes - receivedBytes);
  }

  /** Ends the request at its host; what did not arrive is no longer expected. */
  void end() {
    host.ended(missingBytes());
  }
}
