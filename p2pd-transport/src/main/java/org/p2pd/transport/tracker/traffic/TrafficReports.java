package org.p2pd.transport.tracker.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;

/**
 * What one tracker is told of the bytes that moved here: in all since the registration, and by content since the last
 * announce that was answered. What moved while nobody answered is told after the next registration.
 *
 * <p>Owned by one thread at a time.
 */
public final class TrafficReports {
  /** The most contents of one announce with what moved, so that its body stays well under 64 KiB. */
  public static final int CONTENTS_MAX = 64;

  private final TrafficCounters traffic;
  private final TrafficLedger ledger;
  private TrafficCounters.Snapshot told;
  private TrafficCounters.Snapshot baseline;

  /**
   * Begins to keep account for one tracker.
   *
   * @param announced whether the tracker may hear of a content
   */
  public TrafficReports(TrafficCounters traffic, Predicate<ContentId> announced) {
    this.traffic = traffic;
    this.ledger = traffic.openLedger(announced);
    this.told = traffic.snapshot();
    this.baseline = told;
  }

  /** A registration begins: counts start anew, from what was told last. */
  public void registered() {
    baseline = told;
  }

  /** Whether more contents wait than one announce tells of. */
  public boolean isBacklogged() {
    return ledger.waiting() > CONTENTS_MAX;
  }

  /** What the next announce says, of at most {@code contentsMax} contents. */
  public Said next(int contentsMax) {
    return new Said(
        traffic.snapshot(),
        traffic.activeUploads(),
        ledger.next(Math.max(0, Math.min(CONTENTS_MAX, contentsMax))));
  }

  /** The tracker answered the announce that said so. */
  public void heard(Said said) {
    told = said.total();
    ledger.heard(said.report());
  }

  /**
   * An announce with {@code said} and {@code contents} in it.
   *
   * @param uploadBytesPerSecond what the node is willing to send; null = not limited
   */
  public Announce announce(
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

  /**
   * What an announce says of bytes.
   *
   * @param total since the node started
   * @param activeUploads responses to other hosts under way
   * @param report by content
   */
  public record Said(
      TrafficCounters.Snapshot total, int activeUploads, TrafficLedger.Report report) {
    /** Of how many contents it tells. */
    public int contents() {
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
