package org.p2pd.transport.tracker.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.testkit.random.Seeded;

class TrafficReportsTest {
  private static final HostId HOST = new HostId("0f".repeat(16));
  private static final ContentId FILM = film(1);
  private static final ContentId UNANNOUNCED = film(99_999);

  private final TrafficCounters traffic = new TrafficCounters();
  private final TrafficReports reports = new TrafficReports(traffic, id -> !id.equals(UNANNOUNCED));

  @Test
  void next_whatMoved_isToldByContentAndRole_andNotAgainOnceHeard() {
    traffic.received(FILM, HostRole.MIRROR, 1);
    traffic.received(FILM, HostRole.ORIGIN, 10);
    traffic.received(FILM, HostRole.CACHE, 200);
    traffic.received(FILM, HostRole.AGENT, 3_000);
    traffic.delivered(FILM, 40_000);
    traffic.delivered(5);

    TrafficReports.Said said = reports.next(10);
    Announce announce = reports.announce(HOST, null, said, List.of());

    assertThat(announce.received()).isEqualTo(new BytesByRole(11, 200, 3_000));
    assertThat(announce.delivered()).isEqualTo(40_005);
    assertThat(announce.trafficSerial()).isEqualTo(1);
    assertThat(announce.contents())
        .containsExactly(AnnouncedContent.moved(FILM, new ContentTraffic(11, 200, 3_000, 40_000)));
    reports.heard(said);
    Announce after = reports.announce(HOST, null, reports.next(10), List.of());
    assertThat(after.trafficSerial()).isNull();
    assertThat(after.contents()).isEmpty();
    assertThat(after.delivered()).as("cumulative").isEqualTo(40_005);
  }

  @Test
  void next_announceWasNotAnswered_isSaidAgainUnderItsNumber() {
    traffic.delivered(FILM, 7);
    TrafficReports.Said lost = reports.next(10);
    traffic.delivered(FILM, 100);

    TrafficReports.Said again = reports.next(10);

    assertThat(again.report()).isEqualTo(lost.report());
    reports.heard(again);
    TrafficReports.Said next = reports.next(10);
    assertThat(next.report().serial()).isEqualTo(lost.report().serial() + 1);
    assertThat(next.report().byContent()).containsEntry(FILM, new ContentTraffic(0, 0, 0, 100));
  }

  @Test
  void announce_contentIsReportedOrAskedAboutAnyway_carriesItInThatEntryOnce() {
    traffic.delivered(FILM, 7);
    AnnouncedContent question = AnnouncedContent.question(FILM, BlockSet.everything(), 20);
    AnnouncedContent report =
        AnnouncedContent.report(FILM, BlockSet.first(2), BlockSet.empty(), false);

    Announce announce = reports.announce(HOST, null, reports.next(10), List.of(question, report));

    assertThat(announce.contents())
        .containsExactly(question.withTraffic(new ContentTraffic(0, 0, 0, 7)), report);
  }

  @Test
  void registered_whatMovedWhileNobodyAnswered_countsInTheNextRegistration() {
    traffic.delivered(FILM, 1);
    reports.heard(reports.next(10));
    traffic.delivered(FILM, 20);

    reports.registered();

    Announce announce = reports.announce(HOST, null, reports.next(10), List.of());
    assertThat(announce.delivered()).isEqualTo(20);
    assertThat(announce.contents().get(0).traffic()).isEqualTo(new ContentTraffic(0, 0, 0, 20));
  }

  @Test
  void next_moreContentsThanOneAnnounceHolds_allAreToldInTurn_uptoTheBound() {
    for (int i = 0; i < 3 * TrafficLedger.CONTENTS_MAX; i++) {
      traffic.delivered(film(i), 1);
    }

    Set<ContentId> told = new HashSet<>();
    int announces = 0;
    while (reports.next(Announce.CONTENTS_MAX).contents() > 0) {
      TrafficReports.Said said = reports.next(Announce.CONTENTS_MAX);
      assertThat(said.contents()).isLessThanOrEqualTo(TrafficReports.CONTENTS_MAX);
      told.addAll(said.report().byContent().keySet());
      reports.heard(said);
      announces++;
    }

    assertThat(told).hasSize(TrafficLedger.CONTENTS_MAX);
    assertThat(announces).isEqualTo(TrafficLedger.CONTENTS_MAX / TrafficReports.CONTENTS_MAX);
    assertThat(traffic.snapshot().delivered()).isEqualTo(3L * TrafficLedger.CONTENTS_MAX);
  }

  @Test
  void next_contentThatTheTrackerIsNotToHearOf_countsInTheTotalsOnly() {
    traffic.received(UNANNOUNCED, HostRole.ORIGIN, 5);
    traffic.delivered(UNANNOUNCED, 5);

    Announce announce = reports.announce(HOST, null, reports.next(10), List.of());

    assertThat(announce.delivered()).isEqualTo(5);
    assertThat(announce.contents()).isEmpty();
    assertThat(announce.trafficSerial()).isNull();
  }

  @Test
  void next_noRoomForTheReportUnderWay_waitsWithoutLoss() {
    traffic.delivered(film(1), 1);
    traffic.delivered(film(2), 2);
    TrafficReports.Said lost = reports.next(2);

    assertThat(reports.next(1).contents()).isZero();
    assertThat(reports.next(0).contents()).isZero();
    assertThat(reports.next(2).report()).isEqualTo(lost.report());
  }

  @Test
  @Seeded
  void next_announcesAndAnswersGetLost_trackerThatCountsANumberOnceHasEveryByteOnce(Random random) {
    Map<ContentId, Long> moved = new HashMap<>();
    CountingTracker tracker = new CountingTracker();
    for (int step = 1; step < 2_000; step++) {
      ContentId content = film(random.nextInt(100));
      traffic.delivered(content, step);
      moved.merge(content, (long) step, Long::sum);
      TrafficReports.Said said = reports.next(random.nextInt(80));
      if (random.nextBoolean()) {
        tracker.count(said.report());
        if (random.nextBoolean()) {
          reports.heard(said);
        }
      }
    }
    while (reports.next(80).contents() > 0) {
      TrafficReports.Said said = reports.next(80);
      tracker.count(said.report());
      reports.heard(said);
    }

    assertThat(tracker.counted).isEqualTo(moved);
  }

  private static ContentId film(int number) {
    return new ContentId(String.format(Locale.ROOT, "%064x", number & 0xffffffffL));
  }

  /** Counts each number once. */
  private static final class CountingTracker {
    private final Map<ContentId, Long> counted = new HashMap<>();
    private long lastSerial;

    void count(TrafficLedger.Report report) {
      if (report.serial() > lastSerial) {
        lastSerial = report.serial();
        report.byContent().forEach((id, each) -> counted.merge(id, each.delivered(), Long::sum));
      }
    }
  }
}
