package org.p2pd.origin.serve.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ByteRange;

class SentPartsTest {
  private static final long MIB = 1 << 20;

  private final SentParts parts = new SentParts();

  @Test
  void range_isKnownOnceItsPartsWereSent() {
    assertThat(parts.add(new ByteRange(10, 20))).isFalse();
    assertThat(parts.add(new ByteRange(500, 600))).as("the same MiB").isTrue();
    assertThat(parts.add(new ByteRange(MIB - 1, MIB))).as("the next one is new").isFalse();
    assertThat(parts.add(new ByteRange(MIB - 1, MIB))).isTrue();
    assertThat(parts.add(new ByteRange(2 * MIB, 2 * MIB))).isFalse();
  }

  @Test
  void lastByteOfTheLongestFile_isWithinBounds() {
    long last = (100L << 30) - 1;

    assertThat(parts.add(new ByteRange(last, last))).isFalse();
    assertThat(parts.add(new ByteRange(last, last))).isTrue();
  }
}
