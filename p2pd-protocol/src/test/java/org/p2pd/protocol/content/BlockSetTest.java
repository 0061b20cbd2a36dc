package org.p2pd.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.testkit.random.Seeded;

@Seeded
class BlockSetTest {
  private static final int RUNS = 100;

  @RepeatedTest(RUNS)
  void parse_ofText_givesTheSetBack(RandomGenerator random) {
    BlockSet blocks = BlockSet.of(bits(random));
    assertThat(BlockSet.parse(blocks.toString())).isEqualTo(blocks).hasSameHashCodeAs(blocks);
  }

  @RepeatedTest(RUNS)
  void algebra_always_agreesWithBitSets(RandomGenerator random) {
    BitSet one = bits(random);
    BitSet other = bits(random);
    BlockSet blocks = BlockSet.of(one);
    BlockSet others = BlockSet.of(other);

    assertThat(blocks.union(others)).isEqualTo(BlockSet.of(union(one, other)));
    assertThat(blocks.intersect(others)).isEqualTo(BlockSet.of(intersection(one, other)));
    assertThat(blocks.commonWith(others)).isEqualTo(intersection(one, other).cardinality());
    assertThat(blocks.minus(others)).isEqualTo(BlockSet.of(difference(one, other)));
    assertThat(blocks.containsAll(others)).isEqualTo(difference(other, one).isEmpty());
    assertThat(blocks.union(others).containsAll(blocks)).isTrue();
    assertThat(blocks.toBitSet()).isEqualTo(one);
  }

  @RepeatedTest(RUNS)
  void queries_always_agreeWithBitSets(RandomGenerator random) {
    BitSet bits = bits(random);
    BlockSet blocks = BlockSet.of(bits);
    int index = random.nextInt(BlockLayout.BLOCKS_MAX);

    assertThat(blocks.size()).isEqualTo(bits.cardinality());
    assertThat(blocks.isEmpty()).isEqualTo(bits.isEmpty());
    assertThat(blocks.first()).isEqualTo(bits.nextSetBit(0));
    assertThat(blocks.last()).isEqualTo(bits.length() - 1);
    assertThat(blocks.contains(index)).isEqualTo(bits.get(index));
    assertThat(blocks.nextMember(index)).isEqualTo(bits.nextSetBit(index));
    assertThat(blocks.nextGap(index)).isEqualTo(bits.nextClearBit(index));
    assertThat(blocks.stream().toArray()).isEqualTo(bits.stream().toArray());
  }

  @RepeatedTest(RUNS)
  void toText_withLimit_isPrefixInWholeRanges(RandomGenerator random) {
    BlockSet blocks = BlockSet.of(bits(random));
    int charsMax = random.nextInt(200);
    String text = blocks.toText(charsMax);

    assertThat(text.length()).isLessThanOrEqualTo(charsMax);
    BlockSet prefix = BlockSet.parse(text);
    assertThat(blocks.containsAll(prefix)).isTrue();
    BlockSet rest = blocks.minus(prefix);
    assertThat(rest.isEmpty() || rest.first() > prefix.last()).isTrue();
    assertThat(rest.isEmpty() || (text + "," + rest).length() > charsMax).isTrue();
  }

  @Test
  void of_bitSetChangedLater_staysAsItWas() {
    BitSet bits = new BitSet();
    bits.set(3);
    BlockSet blocks = BlockSet.of(bits);
    bits.set(4);
    blocks.toBitSet().set(5);
    assertThat(blocks).hasToString("3");
  }

  @Test
  void within_blocksOfTheContent_isTheSameSet() {
    assertThat(BlockSet.range(2, 9).within(10)).isEqualTo(BlockSet.range(2, 9));
    assertThat(BlockSet.empty().within(0)).isEqualTo(BlockSet.empty());
  }

  @Test
  void within_blockBeyondTheContent_isRefused() {
    assertThatThrownBy(() -> BlockSet.range(2, 10).within(10))
        .isInstanceOf(MalformedValueException.class)
        .hasMessage("block: 10 (expected: 0 <= block < 10)");
  }

  @Test
  void everything_within_isEveryBlockOfTheContent() {
    BlockSet everything = BlockSet.parse("*");
    assertThat(everything).isEqualTo(BlockSet.everything()).hasToString("*");
    assertThat(everything.within(5)).isEqualTo(BlockSet.range(0, 4));
    assertThat(everything.within(0)).isEqualTo(BlockSet.empty());
    assertThat(everything).isNotEqualTo(BlockSet.first(BlockLayout.BLOCKS_MAX));
  }

  @Test
  void everything_inAlgebra_absorbsOrYields() {
    BlockSet some = BlockSet.range(3, 5);
    BlockSet everything = BlockSet.everything();
    assertThat(everything.union(some)).isEqualTo(everything);
    assertThat(some.union(everything)).isEqualTo(everything);
    assertThat(everything.intersect(some)).isEqualTo(some);
    assertThat(some.intersect(everything)).isEqualTo(some);
    assertThat(everything.commonWith(some)).isEqualTo(some.size());
    assertThat(some.commonWith(everything)).isEqualTo(some.size());
    assertThat(some.minus(everything)).isEqualTo(BlockSet.empty());
    assertThat(everything.containsAll(some)).isTrue();
    assertThat(everything.contains(7)).isTrue();
    assertThat(everything.isEmpty()).isFalse();
  }

  @Test
  void everything_withoutContent_hasNoMembersToEnumerate() {
    assertThatThrownBy(BlockSet.everything()::size)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("within(blockCount)");
  }

  @Test
  void range_outsideTheLimits_isRefused() {
    assertThatThrownBy(() -> BlockSet.range(0, BlockLayout.BLOCKS_MAX))
        .isInstanceOf(MalformedValueException.class);
    assertThatThrownBy(() -> BlockSet.of(-1)).isInstanceOf(MalformedValueException.class);
    assertThatThrownBy(() -> BlockSet.first(-1)).isInstanceOf(MalformedValueException.class);
  }

  /** Runs of members and gaps, of all sizes; now and then none. */
  private static BitSet bits(RandomGenerator random) {
    BitSet bits = new BitSet();
    int runMax = 1 << random.nextInt(1, 13);
    int runs = random.nextInt(40);
    int position = random.nextInt(runMax);
    for (int i = 0; i < runs && position < BlockLayout.BLOCKS_MAX; i++) {
      int end = Math.min(BlockLayout.BLOCKS_MAX, position + 1 + random.nextInt(runMax));
      bits.set(position, end);
      position = end + 1 + random.nextInt(runMax);
    }
    return bits;
  }

  private static BitSet union(BitSet one, BitSet other) {
    BitSet result = (BitSet) one.clone();
    result.or(other);
    return result;
  }

  private static BitSet intersection(BitSet one, BitSet other) {
    BitSet result = (BitSet) one.clone();
    result.and(other);
    return result;
  }

  private static BitSet difference(BitSet one, BitSet other) {
    BitSet result = (BitSet) one.clone();
    result.andNot(other);
    return result;
  }
}
