package org.p2pd.tracker.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.tracker.stats.History.Sums;
import org.p2pd.tracker.stats.Savings.Hour;

class SavingsTest {
  private static final long HOUR = 3_600_000;
  private static final long NOON = 12 * HOUR;

  @Test
  void byHour_sumsWhatGrewInEach() {
    List<Sums> noted = List.of(
        new Sums(NOON, 10, 0, 0, 10),
        new Sums(NOON + 1, 30, 5, 1, 50),
        new Sums(NOON + HOUR, 30, 25, 1, 70));

    assertThat(Savings.byHour(noted))
        .containsExactly(
            new Hour(Instant.ofEpochMilli(NOON), Traffic.of(20, 5, 1, 40)),
            new Hour(Instant.ofEpochMilli(NOON + HOUR), Traffic.of(0, 20, 0, 20)));
  }

  @Test
  void byHour_sumsThatFallBeginAnew() {
    List<Sums> noted = List.of(new Sums(NOON, 100, 0, 0, 100), new Sums(NOON + 1, 3, 0, 0, 8));

    assertThat(Savings.byHour(noted))
        .containsExactly(new Hour(Instant.ofEpochMilli(NOON), Traffic.of(3, 0, 0, 8)));
  }

  @Test
  void traffic_saysWhatOriginsWereSpared() {
    assertThat(Traffic.of(25, 60, 40, 100)).isEqualTo(new Traffic(25, 60, 40, 100, 75, 0.75));
    assertThat(Traffic.of(25, 0, 0, 10)).isEqualTo(new Traffic(25, 0, 0, 10, 0, 0));
    assertThat(Traffic.of(0, 0, 0, 0).offload()).isZero();
  }

  @Test
  void byHour_ofNothingIsNothing() {
    assertThat(Savings.byHour(List.of())).isEmpty();
    assertThat(Savings.byHour(List.of(new Sums(NOON, 1, 1, 1, 1)))).isEmpty();
  }
}
