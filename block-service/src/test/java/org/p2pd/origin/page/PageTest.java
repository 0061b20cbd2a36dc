package org.p2pd.origin.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {
  /** As {@code bytes} in the agent's {@code text.js} and the tracker's {@code pictures.js}. */
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "102400, 100 KiB",
    "4000000, 3.8 MiB",
    "1073741823, 1024 MiB",
    "1073741824, 1.0 GiB",
    "9223372036854775807, 8192 PiB"
  })
  void size_isInPowersOf1024(long bytes, String size) {
    assertThat(Page.size(bytes)).isEqualTo(size);
  }
}
