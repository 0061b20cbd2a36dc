package org.p2pd.testkit.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBytesTest {
  private static final int ODD_LENGTH = 200_003;

  @TempDir
  Path directory;

  @Test
  void patterned_always_followsItsFormula() {
    byte[] bytes = TestBytes.patterned(ODD_LENGTH);
    assertThat(bytes[0]).isEqualTo((byte) 11);
    assertThat(bytes[256]).isEqualTo((byte) (256 * 31 + 7 + 11));
    assertThat(bytes[200_000]).isEqualTo((byte) (200_000 * 31 + 781 * 7 + 11));
  }

  @Test
  void files_always_holdTheSameBytesAsArrays() {
    assertThat(TestBytes.patternedFile(directory.resolve("patterned"), ODD_LENGTH))
        .hasBinaryContent(TestBytes.patterned(ODD_LENGTH));
    assertThat(TestBytes.randomFile(directory.resolve("random"), ODD_LENGTH, 7))
        .hasBinaryContent(TestBytes.random(ODD_LENGTH, 7));
    assertThat(TestBytes.randomFile(directory.resolve("empty"), 0, 7)).isEmptyFile();
  }

  @Test
  void random_ofShorterLength_isPrefix() {
    assertThat(TestBytes.random(1_001, 3))
        .isEqualTo(Arrays.copyOf(TestBytes.random(ODD_LENGTH, 3), 1_001))
        .isNotEqualTo(TestBytes.random(1_001, 4));
  }
}
