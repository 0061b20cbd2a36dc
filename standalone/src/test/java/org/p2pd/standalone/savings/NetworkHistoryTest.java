package org.p2pd.standalone.savings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2pd.standalone.savings.NetworkHistory.Sample;
import org.p2pd.standalone.savings.NetworkHistory.Traffic;

class NetworkHistoryTest {
  private static final Instant SIX = Instant.parse("2026-11-21T18:00:00Z");

  @Test
  void byHour_areDifferencesOfSums() {
    NetworkHistory history = new NetworkHistory(
        List.of(sample(0, 100, 100), sample(30, 150, 300), sample(61, 160, 600)));

    assertThat(history.byHour())
        .isEqualTo(Map.of(
            SIX, new Traffic(50, 0, 0, 200), SIX.plusSeconds(3_600), new Traffic(10, 0, 0, 300)));
    assertThat(new Traffic(50, 0, 0, 200).spared()).isEqualTo(150);
  }

  @Test
  void sumsThatFall_beginAnew() {
    NetworkHistory history = new NetworkHistory(List.of(sample(0, 100, 1_000), sample(1, 5, 20)));

    assertThat(history.byHour()).isEqualTo(Map.of(SIX, new Traffic(5, 0, 0, 20)));
  }

  private static Sample sample(long minute, long origin, long delivered) {
    return new Sample(SIX.plusSeconds(60 * minute).toEpochMilli(), origin, 0, 0, delivered);
  }
}
