package org.p2pd.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.testkit.random.Seeded;

@Seeded
class BlockLayoutTest {
  @RepeatedTest(100)
  void blocks_always_coverTheContentOnce(RandomGenerator random) {
    BlockLayout layout = layout(random);
    long next = 0;
    for (int i = 0; i < layout.blockCount(); i++) {
      ByteRange range = layout.rangeOf(i);
      assertThat(range.first()).isEqualTo(next).isEqualTo(layout.offsetOf(i));
      assertThat(range.length()).isEqualTo(layout.lengthOf(i)).isPositive();
      assertThat(layout.blockAt(range.first())).isEqualTo(i);
      assertThat(layout.blockAt(range.last())).isEqualTo(i);
      next = range.last() + 1;
    }
    assertThat(next).isEqualTo(layout.length());
  }

  @RepeatedTest(100)
  void blocksTouching_always_isTheShortestRunAroundTheRange(RandomGenerator random) {
    BlockLayout layout = layout(random);
    long first = random.nextLong(layout.length());
    long last = random.nextLong(first, layout.length());

    BlockSet blocks = layout.blocksTouching(new ByteRange(first, last));
    ByteRange covered = layout.rangeOf(blocks.first(), blocks.last());
    assertThat(covered.first()).isLessThanOrEqualTo(first);
    assertThat(covered.last()).isGreaterThanOrEqualTo(last);
    assertThat(layout.rangeOf(blocks.first()).last()).isGreaterThanOrEqualTo(first);
    assertThat(layout.rangeOf(blocks.last()).first()).isLessThanOrEqualTo(last);
    assertThat(blocks.size()).isEqualTo(blocks.last() - blocks.first() + 1);
  }

  @Test
  void emptyContent_always_hasNoBlocks() {
    BlockLayout empty = BlockLayout.ofLength(0);
    assertThat(empty.blockCount()).isZero();
    assertThatThrownBy(() -> empty.offsetOf(0))
        .isInstanceOf(MalformedValueException.class)
        .hasMessage("index: 0 (expected: 0 <= index < 0)");
    assertThatThrownBy(() -> empty.blockAt(0)).isInstanceOf(MalformedValueException.class);
  }

  @Test
  void ofLength_tooLong_namesTheSizeThatFits() {
    assertThatThrownBy(() -> BlockLayout.ofLength((512L << 30) + 1))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("block size 33554432 fits");
    assertThatThrownBy(() -> BlockLayout.ofLength(Long.MAX_VALUE))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("the longest film");
  }

  @Test
  void blockSize_notAPowerOfTwoOrOutOfLimits_isRefused() {
    for (int size : new int[] {0, 1, -1, 8 << 10, 100_000, 128 << 20, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> new BlockLayout(1, size))
          .isInstanceOf(MalformedValueException.class)
          .hasMessageContaining("blockSize: " + size);
    }
  }

  private static BlockLayout layout(RandomGenerator random) {
    int blockSize = BlockLayout.BLOCK_SIZE_MIN << random.nextInt(13);
    long blocks = random.nextInt(1, 300);
    long length = switch (random.nextInt(3)) {
      case 0 -> blocks * blockSize;
      case 1 -> (blocks - 1) * blockSize + 1;
      default -> (blocks - 1) * blockSize + random.nextInt(1, blockSize);
    };
    return new BlockLayout(length, blockSize);
  }
}
