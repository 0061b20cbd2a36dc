package org.p2pd.protocol.tracker.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrackerStatsTest {
  @Test
  void offload_always_isTheShareNoOriginSent() {
    assertThat(TrackerStats.offload(0, 0)).isZero();
    assertThat(TrackerStats.offload(25, 100)).isEqualTo(0.75);
    assertThat(TrackerStats.offload(100, 100)).isZero();
    assertThat(TrackerStats.offload(150, 100)).as("fetched more than watched").isZero();
  }
}
