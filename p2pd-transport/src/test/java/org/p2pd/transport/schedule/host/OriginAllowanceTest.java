package org.p2pd.transport.schedule.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginAllowanceTest {
  private static final long MILLI = 1_000_000L;

  private final long now = 5_000 * MILLI;

  @Test
  void isOpen_askedForMoreThanASecondsWorth_waitsUntilThatIsPaidOff() {
    OriginAllowance allowance = new OriginAllowance(1_000);

    allowance.asked(3_000, now);

    assertThat(allowance.isOpen(now + 1_900 * MILLI)).isFalse();
    assertThat(allowance.isOpen(now + 2_100 * MILLI)).isTrue();
  }

  @Test
  void isOpen_brokenOffRequest_countsOnlyWhatCame() {
    OriginAllowance allowance = new OriginAllowance(1_000);
    allowance.asked(3_000, now);

    allowance.returned(2_500);

    assertThat(allowance.isOpen(now)).isTrue();
  }

  @Test
  void isOpen_clockBelowZero_aSecondsWorthIsThere() {
    OriginAllowance allowance = new OriginAllowance(1_000);

    assertThat(allowance.isOpen(Long.MIN_VALUE / 2)).isTrue();
    allowance.asked(2_500, Long.MIN_VALUE / 2);
    assertThat(allowance.isOpen(Long.MIN_VALUE / 2 + 1_000 * MILLI)).isFalse();
    assertThat(allowance.isOpen(Long.MIN_VALUE / 2 + 1_600 * MILLI)).isTrue();
  }

  @Test
  void isOpen_noLimit_always() {
    OriginAllowance none = new OriginAllowance(0);
    none.asked(Long.MAX_VALUE, now);

    assertThat(none.isOpen(now)).isTrue();
  }
}
