package org.p2pd.origin.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStampTest {
  private static final String FRACTION = "2026-11-21T10:00:00.123456789Z";
  private static final String WHOLE = "2020-01-01T00:00:00Z";
  private static final String BORN = "2026-11-21T09:00:00.5Z";
  private static final String LATER = "2026-11-21T09:00:00.6Z";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        FRACTION + ", 7, -, -, true",
        FRACTION + ", 7, " + BORN + ", " + BORN + ", true",
        // The old one's inode was given to a new file.
        FRACTION + ", 7, " + BORN + ", " + LATER + ", false",
        WHOLE + ", 7, " + BORN + ", " + LATER + ", false",
        // A program set the time, and the system tells when the file was made, or did not tell at
        // first.
        WHOLE + ", 7, " + BORN + ", " + BORN + ", true",
        WHOLE + ", 7, -, " + BORN + ", false",
        WHOLE + ", 7, -, -, false",
        // No inodes.
        FRACTION + ", '', -, -, false",
        FRACTION + ", '', " + BORN + ", " + BORN + ", false",
      })
  void isSameFileAs_equalStampUnderAnotherName(
      String modified, String inode, @Nullable Instant born, @Nullable Instant now, boolean same) {
    FileStamp known = new FileStamp(10, Instant.parse(modified), inode, born);
    FileStamp found = new FileStamp(10, Instant.parse(modified), inode, now);

    assertThat(known).isEqualTo(found).hasSameHashCodeAs(found);
    assertThat(known.isSameFileAs(found)).isEqualTo(same);
    assertThat(known.isSameFileAs(new FileStamp(11, Instant.parse(modified), inode, now)))
        .isFalse();
  }
}
