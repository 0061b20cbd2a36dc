package org.p2pd.transport.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.p2pd.transport.tracker.traffic.TrafficReports;
import org.p2pd.transport.wire.WireFormat;

class AnnounceSizeTest {
  private static final HostId HOST = new HostId("0f".repeat(16));

  private final TrafficCounters traffic = new TrafficCounters();
  private final TrafficReports reports = new TrafficReports(traffic, id -> true);

  @Test
  void announce_asLargeAsCanBe_staysUnder64KiB() {
    List<AnnouncedContent> contents = new ArrayList<>();
    PendingReports pending = new PendingReports();
    int reported = Announce.CONTENTS_MAX - TrafficReports.CONTENTS_MAX;
    for (int i = 0; i < reported; i++) {
      for (int block = 0; block < (i == reported - 1 ? 8_000 : 50); block += 2) {
        pending.completed(film(i), block);
      }
    }
    for (int i = 0; i < TrafficReports.CONTENTS_MAX; i++) {
      traffic.received(film(-i - 1), HostRole.ORIGIN, 1L << 49);
      traffic.received(film(-i - 1), HostRole.CACHE, 1L << 49);
      traffic.delivered(film(-i - 1), 1L << 49);
    }
    TrafficReports.Said said = reports.next(Announce.CONTENTS_MAX);

    contents.addAll(pending.drain(Announce.CONTENTS_MAX - said.contents(), new NoHoldings()));
    Announce announce = reports.announce(HOST, 1L << 49, said, contents);

    assertThat(WireFormat.json().writeValueAsBytes(announce)).hasSizeLessThan(64 << 10);
    assertThat(announce.contents()).hasSize(Announce.CONTENTS_MAX);
  }

  private static ContentId film(int number) {
    return new ContentId(String.format(Locale.ROOT, "%064x", number & 0xffffffffL));
  }
}
