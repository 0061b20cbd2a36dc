package org.p2pd.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048575, 1.0 MiB",
    "4299162, 4.1 MiB",
    "10737418240, 10.0 GiB",
    "1152921504606846976, 1024.0 PiB"
  })
  void of_bytes_hasOneDigitAfterThePointAndTheUnitOfThePage(long bytes, String shown) {
    assertThat(HumanSize.of(bytes)).isEqualTo(shown);
  }
}
