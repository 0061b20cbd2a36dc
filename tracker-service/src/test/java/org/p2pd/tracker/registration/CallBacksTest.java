package org.p2pd.tracker.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallBacksTest {
  @ParameterizedTest
  @CsvSource({"PT0S, PT0.9S", "PT2S, PT10S", "PT12S, PT12S", "PT5M, PT5M", "PT11M, PT10M"})
  void hostThatDidNotAnswer_isCalledAgain_onceItHasBeenHereTwiceAsLong(
      Duration age, Duration wait) {
    assertThat(CallBacks.next(age, false)).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT2S", "PT1H"})
  void hostThatAnswered_isCalledAgainInTenMinutes(Duration age) {
    assertThat(CallBacks.next(age, true)).isEqualTo(Duration.ofMinutes(10));
  }
}
