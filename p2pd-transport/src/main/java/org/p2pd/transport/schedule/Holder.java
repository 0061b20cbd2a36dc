package org.p2pd.transport.schedule;

import org.p2pd.protocol.content.BlockSet;

/**
 * A source of this content and what this process knows of its host: what the rules look at, many times a second.
 *
 * @param grewNanos when it was last heard of with more blocks than before, while it downloads itself; {@link #NEVER}
 */
record Holder(Source source, HostStanding host, long grewNanos) {
  static final long NEVER = Long.MIN_VALUE;

  /** Who has had no new block for so long does not download now. */
  private static final long GROWS_NANOS = 10_000_000_000L;

  boolean isOrigin() {
    return source.isOrigin();
  }

  boolean mayServe(int block) {
    return source.mayServe(block);
  }

  BlockSet blocks() {
    return source.blocks();
  }

  /** Whether it may serve {@code block}, and is not cooling down. */
  boolean isAvailable(int block, long nowNanos) {
    return host.isUsable(nowNanos) && source.mayServe(block);
  }

  /** Whether a block that is wanted soon may be asked of it. */
  boolean isTrusted() {
    return source.operator() || source.isOrigin() || host.isProven();
  }

  /** Whether it is downloading itself: it lacks blocks, and lately had more each time it was heard of. */
  boolean isGrowing(long nowNanos) {
    return grewNanos != NEVER && nowNanos - grewNanos < GROWS_NANOS && source.isDownloader();
  }

  /** The same host, known to hold what {@code now} says. */
  Holder as(Source now) {
    return new Holder(now, host, grewNanos);
  }

  /** The same, after {@code news} from the tracker. */
  Holder hearing(Source news, long nowNanos) {
    boolean grew = news.isDownloader() && !source.blocks().containsAll(news.blocks());
    return new Holder(source.mergedWith(news), host, grew ? nowNanos : grewNanos);
  }
}
