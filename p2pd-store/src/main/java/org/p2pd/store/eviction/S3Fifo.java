package org.p2pd.store.eviction;

import org.jspecify.annotations.Nullable;

/**
 * S3-FIFO, measured in bytes: a scan passes through a small queue and leaves the popular blocks alone.
 *
 * <p>Does not admit or refuse: every new block gets its short trial.
 */
public final class S3Fifo implements EvictionPolicy {

  /*
   * S3-FIFO [1] is three first-in, first-out queues. Most things that a cache is asked for are asked
   * for once ("one-hit wonders"); the sooner these go, the more room is left for the rest.
   *
   *   small  a fiftieth of the bytes; whatever is new starts here.
   *   main   the rest.
   *   ghost  fingerprints only, of as many bytes as main holds: what was given up lately.
   *
   * A request adds one to the entry's frequency, up to 2; nothing moves, so a hit is one increment.
   *
   * Evicting from small: the oldest entry moves to main if it was asked for more than once while it
   * was in small; else it is the victim, and is remembered in ghost.
   * Evicting from main: the oldest entry goes round again with its frequency less one if that is not
   * zero (a FIFO with re-insertion, [2]); else it is the victim, and is remembered too.
   * Small is the one to evict from while it has more than its share.
   * A new entry whose fingerprint is in ghost was given up too soon and starts in main.
   *
   * A scan of the library, however long, thus flushes at most small: nothing of it is asked for
   * twice within small's length. LRU would have lost everything.
   *
   * The paper gives small a tenth, counts up to 3 and forgets what main gives up. Films are not what
   * it measured: a block asked for once is most often asked for again much later, by the next viewer,
   * so a short trial and a long memory win. benchmarks/run policy has the figures (docs/cache.md).
   *
   * Four things the paper does not have: sizes differ, so all shares are bytes, not entries; an
   * entry that may not go (it is being sent to somebody) is passed over and becomes its queue's
   * newest; entries found on disk after a restart stand in main, in the order of their age, because
   * they had been worth keeping and a restart must not put them all on trial again; what is rare
   * among all who share it passes small's trial unasked and goes round main once more than its
   * requests earn, so that seldom-watched films stay available.
   *
   * [1] Yang, Zhang, Qiu, Yue, Rashmi: FIFO queues are all you need for cache eviction. SOSP 2023.
   *     https://dl.acm.org/doi/10.1145/3600006.3613147, algorithm 1
   * [2] Corbató: A paging experiment with the Multics system. 1968.
   */

  private static final int FREQUENCY_MAX = 2;
  private static final int FREQUENCY_TO_STAY = 2;
  private static final long SMALL_SHARE = 50;

  private final long smallBytesMax;
  private final Fifo small = new Fifo();
  private final Fifo main = new Fifo();
  private final Ghosts ghosts;

  /** Creates the policy of a store of {@code bytesMax} bytes. */
  public S3Fifo(long bytesMax) {
    this.smallBytesMax = bytesMax / SMALL_SHARE;
    this.ghosts = new Ghosts(bytesMax - smallBytesMax);
  }

  @Override
  public void admitted(Evictable entry) {
    entry.frequency = 0;
    entry.spared = false;
    (ghosts.remove(entry) ? main : small).add(entry);
  }

  @Override
  public void restored(Evictable entry) {
    if (entry.queue == null) {
      entry.frequency = 0;
      main.add(entry);
    }
  }

  @Override
  public void requested(Evictable entry) {
    entry.frequency = (byte) Math.min(FREQUENCY_MAX, entry.frequency + 1);
    entry.spared = false;
  }

  @Override
  public void removed(Evictable entry) {
    if (entry.queue != null) {
      entry.queue.remove(entry);
    }
  }

  @Override
  public @Nullable Evictable evict() {
    boolean smallFirst = small.bytes() >= smallBytesMax || main.isEmpty();
    Evictable victim = smallFirst ? null : evictFromMain();
    if (victim == null) {
      victim = evictFromSmall();
    }
    // Again, or for the first time: small may have moved the only one that may go to main.
    return victim == null ? evictFromMain() : victim;
  }

  private @Nullable Evictable evictFromSmall() {
    for (int unseen = small.size(); unseen > 0; unseen--) {
      Evictable entry = small.removeOldest();
      if (entry == null) {
        return null;
      }
      if (entry.frequency >= FREQUENCY_TO_STAY || entry.isRare()) {
        entry.frequency = 0;
        main.add(entry);
      } else if (entry.isEvictable()) {
        ghosts.add(entry);
        return entry;
      } else {
        small.add(entry);
      }
    }
    return null;
  }

  private @Nullable Evictable evictFromMain() {
    // Each entry goes round at most once per frequency, once where it is rare, and once more to be
    // taken.
    for (long unseen = (FREQUENCY_MAX + 2L) * main.size(); unseen > 0; unseen--) {
      Evictable entry = main.removeOldest();
      if (entry == null) {
        return null;
      }
      boolean spared = entry.frequency == 0 && entry.isRare() && !entry.spared;
      if (entry.frequency == 0 && entry.isEvictable() && !spared) {
        ghosts.add(entry);
        return entry;
      }
      entry.spared |= spared;
      entry.frequency = (byte) Math.max(0, entry.frequency - 1);
      main.add(entry);
    }
    return null;
  }
}
