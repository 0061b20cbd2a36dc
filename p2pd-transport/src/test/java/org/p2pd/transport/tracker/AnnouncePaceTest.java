package org.p2pd.transport.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnouncePaceTest {
  private static final long MILLI = 1_000_000L;
  private static final long START = 7_000 * MILLI;

  private final AnnouncePace pace = new AnnouncePace();

  @BeforeEach
  void register() {
    pace.registered(START);
  }

  @Test
  void registered_everythingIsDue() {
    assertThat(pace.millisToReport(false, START)).isZero();
    assertThat(pace.millisToSignOfLife(1, START)).isZero();
    assertThat(pace.millisToSignOfLife(20, START)).isEqualTo(19_000);
  }

  @Test
  void reportAfterAReport_waitsForASecond() {
    pace.announces(true, START);

    assertThat(pace.millisToReport(false, START + 300 * MILLI)).isEqualTo(700);
    assertThat(pace.millisToReport(false, START + 1_300 * MILLI)).isZero();
  }

  @Test
  void reportAfterAQuestion_isDueAtOnce() {
    pace.announces(false, START + 100 * MILLI);

    assertThat(pace.millisToReport(false, START + 200 * MILLI)).isZero();
    assertThat(pace.millisToSignOfLife(1, START + 200 * MILLI)).isEqualTo(900);
  }

  @Test
  void moreThanOneReportHolds_theNextOneFollowsSoon() {
    pace.announces(true, START);

    assertThat(pace.millisToReport(true, START + 10 * MILLI)).isEqualTo(40);
  }
}
