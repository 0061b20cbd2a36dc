package org.p2pd.transport.schedule.source;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.p2pd.protocol.content.BlockSet;

/**
 * How many of the known hosts hold each block, hosts that hold everything left out: they make no block rarer than
 * another. Among equally rare blocks chance decides, so that equal downloaders fetch different blocks and have something
 * to give each other.
 *
 * <p>Rarest first: A. Legout, G. Urvoy-Keller, P. Michiardi, "Rarest First and Choke Algorithms Are Enough", IMC 2006.
 */
public final class Rarity {
  private final int blockCount;
  private final RandomGenerator random;
  private final int[] holders;

  /** At index n the blocks that n hosts hold. */
  private final List<BitSet> byHolders = new ArrayList<>();

  Rarity(int blockCount, RandomGenerator random) {
    this.blockCount = blockCount;
    this.random = random;
    this.holders = new int[blockCount];
    BitSet all = new BitSet(blockCount);
    all.set(0, blockCount);
    byHolders.add(all);
  }

  /** A host's blocks, {@code before} so far, are {@code now} from here on. */
  void changed(BlockSet before, BlockSet now) {
    BlockSet countedBefore = counted(before);
    BlockSet countedNow = counted(now);
    count(countedNow, countedBefore, 1);
    count(countedBefore, countedNow, -1);
  }

  private static BlockSet counted(BlockSet blocks) {
    return blocks.isEverything() ? BlockSet.empty() : blocks;
  }

  private void count(BlockSet blocks, BlockSet except, int step) {
    BlockSet news = blocks.minus(except);
    for (int block = news.nextMember(0);
        block >= 0 && block < blockCount;
        block = news.nextMember(block + 1)) {
      move(block, holders[block] + step);
    }
  }

  private void move(int block, int to) {
    byHolders.get(holders[block]).clear(block);
    while (byHolders.size() <= to) {
      byHolders.add(new BitSet(blockCount));
    }
    byHolders.get(to).set(block);
    holders[block] = to;
  }

  /** How many of the known hosts hold {@code block}, those that hold everything not counted. */
  public int holdersOf(int block) {
    return holders[block];
  }

  /**
   * One of the rarest of {@code candidates}, at random.
   *
   * @throws IllegalStateException if there is no candidate among the blocks of the content
   */
  public int rarest(BitSet candidates) {
    for (BitSet level : byHolders) {
      if (level.intersects(candidates)) {
        return anyOf(level, candidates);
      }
    }
    throw new IllegalStateException("candidates: none (expected: at least one)");
  }

  /** One that is in both, all with the same chance: the "next after a random place" would favour those after gaps. */
  private int anyOf(BitSet level, BitSet candidates) {
    BitSet both = (BitSet) level.clone();
    both.and(candidates);
    long[] words = both.toLongArray();
    int skip = random.nextInt(both.cardinality());
    int word = 0;
    while (skip >= Long.bitCount(words[word])) {
      skip -= Long.bitCount(words[word++]);
    }
    long bits = words[word];
    for (; skip > 0; skip--) {
      bits &= bits - 1;
    }
    return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
  }
}
