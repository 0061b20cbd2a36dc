package org.p2pd.tracker.announce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;

class ReportedTrafficTest {
  private static final ContentId FILM = new ContentId("0a".repeat(32));

  @Test
  void plausible_upToFourTimesTheFilm_isBelieved() {
    ContentTraffic seen = new ContentTraffic(100, 200, 100, 400);

    assertThat(new ReportedTraffic(FILM, seen, 100).plausible()).isEqualTo(seen);
  }

  @Test
  void plausible_beyond_isCutInProportion() {
    assertThat(new ReportedTraffic(FILM, new ContentTraffic(200, 600, 0, 100), 100).plausible())
        .isEqualTo(new ContentTraffic(100, 300, 0, 50));
    assertThat(new ReportedTraffic(FILM, new ContentTraffic(10, 0, 0, 4_000), 100).plausible())
        .isEqualTo(new ContentTraffic(1, 0, 0, 400));
  }

  @Test
  void plausible_ofAnEmptyFilm_isNothing() {
    assertThat(new ReportedTraffic(FILM, new ContentTraffic(1, 2, 3, 4), 0).plausible())
        .isEqualTo(ContentTraffic.NONE);
  }
}
