package org.p2pd.tracker.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = -7 * SECOND;

  private final RateLimit limit = new RateLimit(10);

  @Test
  void burst_isTakenAndTheNextRefusedUntilAnIntervalPassed() {
    for (int i = 0; i < 100; i++) {
      assertThat(limit.take("a", 1, START)).isZero();
    }
    assertThat(limit.take("a", 1, START)).isEqualTo(SECOND / 10);
    assertThat(limit.take("a", 1, START)).as("a refused call costs nothing").isEqualTo(SECOND / 10);
    assertThat(limit.take("b", 1, START)).as("another client").isZero();
    assertThat(limit.take("a", 1, START + SECOND / 10)).isZero();
    assertThat(limit.take("a", 1, START + SECOND / 10)).isPositive();
  }

  @Test
  void costlyCall_countsAsMany() {
    assertThat(limit.take("a", 50, START)).isZero();
    assertThat(limit.take("a", 50, START)).isZero();
    assertThat(limit.take("a", 50, START)).isEqualTo(5 * SECOND);
    assertThat(limit.take("a", 50, START + 5 * SECOND)).isZero();
  }

  @Test
  void longPause_savesUpNoMoreThanTheBurst() {
    limit.take("a", 1, START);
    long later = START + 3600 * SECOND;
    assertThat(limit.take("a", 100, later)).isZero();
    assertThat(limit.take("a", 1, later)).isPositive();
  }
}
