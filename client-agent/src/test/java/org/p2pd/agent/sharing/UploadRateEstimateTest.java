package org.p2pd.agent.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.agent.sharing.UploadRateEstimate.UNLIMITED;

import org.junit.jupiter.api.Test;

class UploadRateEstimateTest {
  private static final long LINE = 1_000_000;

  private final UploadRateEstimate line = new UploadRateEstimate();

  @Test
  void beforeAnythingWasSent_nothingIsLimited() {
    assertThat(line.secondOver(0, false)).isEqualTo(UNLIMITED);
    assertThat(line.share()).isEqualTo(UNLIMITED);
  }

  @Test
  void secondThatWasBusyThroughout_leavesAFifthOfItsRateFree() {
    assertThat(line.secondOver(LINE, true)).isEqualTo(LINE * 80 / 100);
    assertThat(line.lineBytesPerSecond()).isEqualTo(LINE);
  }

  @Test
  void secondWithAPause_saysNothingOfTheLine() {
    assertThat(line.secondOver(LINE / 10, false)).isEqualTo(UNLIMITED);
  }

  @Test
  void oneBusySecondInTen_measures() {
    for (int second = 0; second < 30; second++) {
      line.secondOver(LINE, true);
    }
    int measuring = 0;
    for (int second = 0; second < 100; second++) {
      measuring += line.secondOver(LINE, true) == UNLIMITED ? 1 : 0;
    }
    assertThat(measuring).isEqualTo(10);
  }

  @Test
  void firstMeasurementMetASlowAsker_lineIsKnownTwoSecondsLater() {
    line.secondOver(LINE / 10, true);

    assertThat(line.secondOver(LINE / 10, true)).isEqualTo(UNLIMITED);
    assertThat(line.secondOver(LINE, true)).isEqualTo(LINE * 80 / 100);
  }

  @Test
  void lineThatBecameSlower_isBelievedOnceTheOldMeasurementsAreGone() {
    line.secondOver(LINE, true);
    for (int second = 0; second < 60 * UploadRateEstimate.MEASURED_EVERY; second++) {
      line.secondOver(LINE / 4, true);
    }
    assertThat(line.lineBytesPerSecond()).isEqualTo(LINE / 4);
  }

  @Test
  void lineThatIsNearlyDead_keepsAFloor() {
    assertThat(line.secondOver(10, true)).isEqualTo(UploadRateEstimate.FLOOR_BYTES_PER_SECOND);
  }
}
