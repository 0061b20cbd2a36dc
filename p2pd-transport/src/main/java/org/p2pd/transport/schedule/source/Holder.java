package org.p2pd.transport.schedule.source;

import java.util.BitSet;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.transport.schedule.host.HostStanding;

/**
 * A source of this content and what this process knows of its host: what the rules look at, many times a second.
 *
 * @param source the host as a source of this content
 * @param host its standing, shared by all contents it is a source of
 * @param latest the blocks that it had more when it last had more; at first all
 * @param grewNanos when it was last heard of with more blocks than before, in nanoseconds of a monotonic clock
 * @param heardNanos when it was last heard of, in nanoseconds of the same clock
 */
public record Holder(
    Source source, HostStanding host, BlockSet latest, long grewNanos, long heardNanos) {
  /** Who was heard of for so long and had no new block does not download now. */
  private static final long GROWS_NANOS = 10_000_000_000L;

  /** Who has new blocks not farther off than that is about there: its window, and what it has not told yet. */
  private static final int NEAR_BLOCKS = 64;

  /** Whether its bytes are the provider's to pay: an origin or a mirror. */
  public boolean isOrigin() {
    return source.isOrigin();
  }

  /** Whether it is in this host's own network. */
  public boolean isNear() {
    return source.isNear();
  }

  /** Whether it is known to hold {@code block}, or fetches for us what it lacks. */
  public boolean mayServe(int block) {
    return source.mayServe(block);
  }

  /** Those of {@code wanted} that it {@link #mayServe}, in a set of the caller's. */
  public BitSet servable(BitSet wanted) {
    BitSet servable = (BitSet) wanted.clone();
    if (!source.fetches()) {
      source.blocks().retainIn(servable);
    }
    return servable;
  }

  /** Clears in {@code blocks} what it {@link #mayServe}. */
  public void removeServable(BitSet blocks) {
    if (source.fetches()) {
      blocks.clear();
    } else {
      source.blocks().removeFrom(blocks);
    }
  }

  /** What it is known to hold. */
  public BlockSet blocks() {
    return source.blocks();
  }

  /** Whether it may serve {@code block}, and is not cooling down. */
  public boolean isAvailable(int block, long nowNanos) {
    return host.isUsable(nowNanos) && source.mayServe(block);
  }

  /** Whether a block that is wanted soon may be asked of it. */
  public boolean isTrusted() {
    return source.operator() || source.isOrigin() || host.isProven();
  }

  /** Whether it is downloading itself: it lacks blocks, and had more not long before it was heard of last. */
  public boolean isGrowing() {
    return source.isDownloader() && heardNanos - grewNanos < GROWS_NANOS;
  }

  /** Whether it downloads and lacks {@code block}, but not what is about there: it will want it soon. */
  public boolean isAbout(int block) {
    int near =
        isGrowing() && !mayServe(block) ? latest.nextMember(Math.max(0, block - NEAR_BLOCKS)) : -1;
    return near >= 0 && near < block + NEAR_BLOCKS;
  }

  /**
   * The same host, known to hold no more than {@code now} says. One that was said to hold everything and does not was not
   * downloading then: nothing says where it is.
   */
  Holder lacking(Source now) {
    BlockSet known = latest.isEverything() ? BlockSet.empty() : latest;
    return new Holder(now, host, known, grewNanos, heardNanos);
  }

  /** The same, after {@code news} from the tracker; the book may have forgotten its host meanwhile. */
  Holder hearing(Source news, HostStanding hostNow, long nowNanos) {
    boolean grew = news.isDownloader() && !source.blocks().containsAll(news.blocks());
    return new Holder(
        source.mergedWith(news),
        hostNow,
        grew ? news.blocks().minus(source.blocks()) : latest,
        grew ? nowNanos : grewNanos,
        nowNanos);
  }
}
