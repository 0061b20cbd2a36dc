package org.p2pd.transport.schedule.source;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;

/**
 * Who of several downloaders fetches which block from the origin, settled without a word between them: each block
 * belongs to the one whose id and the block's index hash highest. All that know each other agree; those that do not
 * cost the origin a block twice, no more. A share whose owner has gone falls to whoever has finished its own.
 *
 * <p>Rendezvous hashing: D. Thaler, C. Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", IEEE/ACM
 * Transactions on Networking 6(1), 1998. The mixing function is that of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
 */
public final class Shares {
  private static final int OTHERS_MAX = 2_000;
  private static final int HEX_DIGITS = 16;
  private static final int RADIX = 16;

  private final int blockCount;
  private final Set<HostId> others = new HashSet<>();
  private final BitSet mine;
  private @Nullable HostId self;

  Shares(int blockCount) {
    this.blockCount = blockCount;
    this.mine = new BitSet(blockCount);
    startOver();
  }

  /** Others know this host as {@code id}; null = they do not know it, and all blocks are its own. */
  public void knownAs(@Nullable HostId id) {
    if (id != null && !id.equals(self)) {
      self = id;
      startOver();
    }
  }

  private void startOver() {
    others.clear();
    mine.set(0, blockCount);
  }

  /** There is another downloader. */
  void heardOf(HostId other) {
    HostId own = self;
    if (own == null || other.equals(own) || !others.add(other)) {
      return;
    }
    leaveTo(other, own);
    if (others.size() > OTHERS_MAX) {
      startOver();
    }
  }

  /** Another downloader gives nothing of what it fetches: its share falls to the rest. */
  void failedBy(HostId other) {
    HostId own = self;
    if (own != null && others.remove(other)) {
      mine.set(0, blockCount);
      others.forEach(each -> leaveTo(each, own));
    }
  }

  /** What {@code other} has drawn the higher number for is not {@code own}'s. */
  private void leaveTo(HostId other, HostId own) {
    long ownSeed = seed(own);
    long seed = seed(other);
    for (int block = mine.nextSetBit(0); block >= 0; block = mine.nextSetBit(block + 1)) {
      if (mix(seed + block) > mix(ownSeed + block)) {
        mine.clear(block);
      }
    }
  }

  /** Whether {@code other}, who was {@link #heardOf}, is before this host in who is to fetch {@code block}. */
  public boolean isBefore(HostId other, int block) {
    HostId own = self;
    return own != null
        && others.contains(other)
        && mix(seed(other) + block) > mix(seed(own) + block);
  }

  /** The blocks that are this host's to fetch; not to be changed. */
  public BitSet own() {
    return mine;
  }

  private static long seed(HostId id) {
    return Long.parseUnsignedLong(id.hex().substring(0, HEX_DIGITS), RADIX);
  }

  private static long mix(long seed) {
    long mixed = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
