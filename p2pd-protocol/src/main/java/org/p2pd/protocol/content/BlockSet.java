package org.p2pd.protocol.content;

import java.util.BitSet;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;

/**
 * An immutable set of block indexes, written {@code 0-63,70,80-95}: closed ranges, ascending, disjoint. The empty text
 * is the empty set; {@code *} is {@link #everything()}.
 */
public final class BlockSet {
  private static final BlockSet EMPTY = new BlockSet(new BitSet(), false);
  private static final BlockSet EVERYTHING = new BlockSet(new BitSet(), true);

  private final BitSet bits;
  private final boolean everything;
  private volatile long @Nullable [] words;

  private BlockSet(BitSet bits, boolean everything) {
    this.bits = bits;
    this.everything = everything;
  }

  /** The set without blocks. */
  public static BlockSet empty() {
    return EMPTY;
  }

  /**
   * Every block of a content, however many it has. Only {@link #within} makes a set of indexes of it; until then it has
   * no members to enumerate.
   */
  public static BlockSet everything() {
    return EVERYTHING;
  }

  /** The blocks {@code first} to {@code last}, both included. */
  public static BlockSet range(int first, int last) {
    if (first < 0 || last < first || last >= BlockLayout.BLOCKS_MAX) {
      throw new MalformedValueException(
          "blocks", first + "-" + last, "0 <= first <= last < " + BlockLayout.BLOCKS_MAX);
    }
    BitSet bits = new BitSet(last + 1);
    bits.set(first, last + 1);
    return new BlockSet(bits, false);
  }

  /** The first {@code count} blocks. */
  public static BlockSet first(int count) {
    return count == 0 ? EMPTY : range(0, count - 1);
  }

  /** The set of one block. */
  public static BlockSet of(int index) {
    return range(index, index);
  }

  /** The set whose members are the set bits of {@code bits}; later changes to {@code bits} do not show. */
  public static BlockSet of(BitSet bits) {
    if (bits.length() > BlockLayout.BLOCKS_MAX) {
      throw new MalformedValueException("blocks", bits.length() - 1, "< " + BlockLayout.BLOCKS_MAX);
    }
    return bits.isEmpty() ? EMPTY : new BlockSet((BitSet) bits.clone(), false);
  }

  /**
   * Reads the text form: ascending, disjoint ranges. Ranges that touch ({@code 0-1,2}) and ranges of one block ({@code
   * 3-3}) are read, though never written.
   */
  public static BlockSet parse(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    return text.equals("*") ? EVERYTHING : new BlockSet(new BlockSetParser(text).parse(), false);
  }

  /**
   * This set as blocks of a content with {@code blockCount} blocks.
   *
   * @throws MalformedValueException when a member is not a block of that content
   */
  public BlockSet within(int blockCount) {
    if (everything) {
      return first(blockCount);
    }
    if (bits.length() > blockCount) {
      throw new MalformedValueException("block", bits.length() - 1, "0 <= block < " + blockCount);
    }
    return this;
  }

  /** Whether {@code index} is a member. */
  public boolean contains(int index) {
    return everything || (index >= 0 && bits.get(index));
  }

  /** Whether there is no member. */
  public boolean isEmpty() {
    return !everything && bits.isEmpty();
  }

  /** Whether this is {@link #everything()}. */
  public boolean isEverything() {
    return everything;
  }

  /** The number of members. */
  public int size() {
    return enumerable().cardinality();
  }

  /** The lowest member, or -1 where there is none. */
  public int first() {
    return enumerable().nextSetBit(0);
  }

  /** The highest member, or -1 where there is none. */
  public int last() {
    return enumerable().length() - 1;
  }

  /** The lowest member that is at least {@code index}, or -1. */
  public int nextMember(int index) {
    return enumerable().nextSetBit(index);
  }

  /** The lowest non-member that is at least {@code index}. */
  public int nextGap(int index) {
    return enumerable().nextClearBit(index);
  }

  /** Members of this set or of {@code other}. */
  public BlockSet union(BlockSet other) {
    if (everything || other.everything) {
      return EVERYTHING;
    }
    BitSet result = (BitSet) bits.clone();
    result.or(other.bits);
    return new BlockSet(result, false);
  }

  /** Members of both this set and {@code other}. */
  public BlockSet intersect(BlockSet other) {
    if (everything) {
      return other;
    }
    if (other.everything) {
      return this;
    }
    BitSet result = (BitSet) bits.clone();
    result.and(other.bits);
    return new BlockSet(result, false);
  }

  /** Members of this set that {@code other} lacks. */
  public BlockSet minus(BlockSet other) {
    if (other.everything) {
      return EMPTY;
    }
    BitSet result = (BitSet) enumerable().clone();
    result.andNot(other.bits);
    return new BlockSet(result, false);
  }

  /** How many members {@link #intersect} would have; for those who compare one set with many. */
  public int commonWith(BlockSet other) {
    if (everything || other.everything) {
      return intersect(other).size();
    }
    long[] mine = words();
    long[] theirs = other.words();
    int common = 0;
    for (int i = Math.min(mine.length, theirs.length) - 1; i >= 0; i--) {
      common += Long.bitCount(mine[i] & theirs[i]);
    }
    return common;
  }

  /** Computed once; two threads that both do get equal ones. */
  private long[] words() {
    long[] known = words;
    if (known == null) {
      known = bits.toLongArray();
      words = known;
    }
    return known;
  }

  /** Clears in {@code others} what is not a member. */
  public void retainIn(BitSet others) {
    if (!everything) {
      others.and(bits);
    }
  }

  /** Clears in {@code others} what is a member. */
  public void removeFrom(BitSet others) {
    if (everything) {
      others.clear();
    } else {
      others.andNot(bits);
    }
  }

  /** Whether every member of {@code other} is a member of this set. */
  public boolean containsAll(BlockSet other) {
    return everything || other.minus(this).isEmpty();
  }

  /** The members in ascending order. */
  public IntStream stream() {
    return enumerable().stream();
  }

  /** The members in ascending order. */
  public PrimitiveIterator.OfInt iterator() {
    return stream().iterator();
  }

  /** A copy as a bit set. */
  public BitSet toBitSet() {
    return (BitSet) enumerable().clone();
  }

  /**
   * The longest prefix of this set, in whole ranges, whose text form has at most {@code charsMax} characters; for
   * headers with a size limit.
   */
  public String toText(int charsMax) {
    return cut(charsMax).toString();
  }

  /** The largest set of this one's lowest ranges whose text form has at most {@code charsMax} characters. */
  public BlockSet cut(int charsMax) {
    if (everything) {
      return charsMax > 0 ? this : EMPTY;
    }
    if (bits.cardinality() * (1L + digits(bits.length())) <= charsMax) {
      return this;
    }
    int end = endOfText(charsMax);
    return end == bits.length() ? this : of(bits.get(0, end));
  }

  /** The first index after the lowest ranges whose text form has at most {@code charsMax} characters. */
  private int endOfText(int charsMax) {
    int end = 0;
    int chars = -1;
    for (int from = bits.nextSetBit(0); from >= 0; from = bits.nextSetBit(end)) {
      int gap = bits.nextClearBit(from);
      chars += 1 + digits(from) + (gap - from > 1 ? 1 + digits(gap - 1) : 0);
      if (chars > charsMax) {
        return end;
      }
      end = gap;
    }
    return end;
  }

  private static int digits(int index) {
    int digits = 1;
    for (int rest = index / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private BitSet enumerable() {
    if (everything) {
      throw new IllegalStateException(
          "'*' has members only within a content: call within(blockCount) first");
    }
    return bits;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockSet that
        && everything == that.everything
        && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return everything ? 1 : bits.hashCode();
  }

  /** The text form of the wire contract. */
  @Override
  public String toString() {
    if (everything) {
      return "*";
    }
    StringBuilder text = new StringBuilder();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int gap = bits.nextClearBit(from);
      text.append(text.isEmpty() ? "" : ",").append(from);
      if (gap - from > 1) {
        text.append('-').append(gap - 1);
      }
      from = bits.nextSetBit(gap);
    }
    return text.toString();
  }
}
