package org.p2pd.tracker.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final long BYTES_PER_SECOND = 125_000_000;
  private static final long BURST_BYTES = Allowance.BURST.toSeconds() * BYTES_PER_SECOND;
  private static final long NOW = -Duration.ofDays(3).toNanos();

  private final Allowance allowance = new Allowance();

  @Test
  void take_withinTheBurst_isBelieved_thenCut_thenAsTimeGoes() {
    assertThat(allowance.take("a", BURST_BYTES / 2, NOW)).isEqualTo(1);
    assertThat(allowance.take("a", BURST_BYTES, NOW)).isEqualTo(0.5);
    assertThat(allowance.take("a", 1, NOW)).isZero();
    long second = NOW + Duration.ofSeconds(1).toNanos();
    assertThat(allowance.take("a", 10 * BYTES_PER_SECOND, second)).isCloseTo(0.1, within(1e-9));
    assertThat(allowance.take("a", 0, second)).isEqualTo(1);
  }

  @Test
  void take_ofOthers_isTheirOwn() {
    allowance.take("a", BURST_BYTES, NOW);

    assertThat(allowance.take("b", BURST_BYTES, NOW)).isEqualTo(1);
  }

  @Test
  void take_allThatAnAnnounceMaySay_doesNotOverflow() {
    assertThat(allowance.take("a", 256L << 52, NOW)).isBetween(0.0, 1e-6);
    assertThat(allowance.take("a", 1, NOW + Allowance.BURST.toNanos())).isEqualTo(1);
  }
}
