package org.p2pd.transport.schedule;

import org.p2pd.protocol.content.BlockSet;

/**
 * A source of this content and what this process knows of its host: what the rules look at, many times a second.
 *
 * @param grewNanos when it was last heard of with more blocks than before
 * @param heardNanos when it was last heard of
 */
record Holder(Source source, HostStanding host, long grewNanos, long heardNanos) {
  /** Who was heard of for so long and had no new block does not download now. */
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

  /** Whether it is downloading itself: it lacks blocks, and had more not long before it was heard of last. */
  boolean isGrowing() {
    return source.isDownloader() && heardNanos - grewNanos < GROWS_NANOS;
  }

  /** The same host, known to hold what {@code now} says. */
  Holder as(Source now) {
    return new Holder(now, host, grewNanos, heardNanos);
  }

  /** The same, after {@code news} from the tracker; the book may have forgotten its host meanwhile. */
  Holder hearing(Source news, HostStanding hostNow, long nowNanos) {
    boolean grew = news.isDownloader() && !source.blocks().containsAll(news.blocks());
    return new Holder(source.mergedWith(news), hostNow, grew ? nowNanos : grewNanos, nowNanos);
  }
}
