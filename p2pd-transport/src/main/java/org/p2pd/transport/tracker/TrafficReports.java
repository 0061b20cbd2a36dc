package org.p2pd.transport.tracker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.Announce;
import org.p2pd.protocol.tracker.AnnouncedContent;
import org.p2pd.protocol.tracker.ContentTraffic;

/**
 * What one tracker is told of the bytes that moved here: in all since the registration, and by content since the last
 * announce that was answered. What moved while nobody answered is told after the next registration.
 *
 * <p>Owned by one thread at a time.
 */
final class TrafficReports {
  /** The most contents of one announce with what moved, so that its body stays well under 64 KiB. */
  static final int CONTENTS_MAX = 64;

  private final TrafficCounters traffic;
  private final TrafficLedger ledger;
  private TrafficCounters.Snapshot told;
  private TrafficCounters.Snapshot baseline;

  TrafficReports(TrafficCounters traffic, Predicate<ContentId> announced) {
    this.traffic = traffic;
    this.ledger = traffic.openLedger(announced);
    this.told = traffic.snapshot();
    this.baseline = told;
  }

  /** A registration begins: counts start anew, from what was told last. */
  void registered() {
    baseline = told;
  }

  /** Whether more contents wait than one announce tells of. */
  boolean isBacklogged() {
    return ledger.waiting() > CONTENTS_MAX;
  }

  /** What the next announce says, of at most {@code contentsMax} contents. */
  Said next(int contentsMax) {
    return new Said(
        traffic.snapshot(),
        traffic.activeUploads(),
        ledger.next(Math.max(0, Math.min(CONTENTS_MAX, contentsMax))));
  }

  /** The tracker answered the announce that said so. */
  void heard(Said said) {
    told = said.total();
    ledger.heard(said.report());
  }

  /** An announce with {@code said} and {@code contents} in it. */
  Announce announce(
      HostId hostId,
      @Nullable Long uploadBytesPerSecond,
      Said said,
      List<AnnouncedContent> contents) {
    TrafficCounters.Snapshot counts = said.total().since(baseline);
    return new Announce(
        hostId,
        said.activeUploads(),
        uploadBytesPerSecond,
        counts.received(),
        counts.delivered(),
        counts.served(),
        said.among(contents),
        said.report().serial() == 0 ? null : said.report().serial());
  }

  /** What an announce says of bytes. */
  record Said(TrafficCounters.Snapshot total, int activeUploads, TrafficLedger.Report report) {
    int contents() {
      return report.byContent().size();
    }

    /** {@code contents}, with what moved of each; an entry more for each that is not among them. */
    private List<AnnouncedContent> among(List<AnnouncedContent> contents) {
      Map<ContentId, ContentTraffic> left = new LinkedHashMap<>(report.byContent());
      List<AnnouncedContent> all = new ArrayList<>();
      for (AnnouncedContent each : contents) {
        ContentTraffic moved = left.remove(each.contentId());
        all.add(moved == null ? each : each.withTraffic(moved));
      }
      left.forEach((content, moved) -> all.add(AnnouncedContent.moved(content, moved)));
      return all;
    }
  }
}
