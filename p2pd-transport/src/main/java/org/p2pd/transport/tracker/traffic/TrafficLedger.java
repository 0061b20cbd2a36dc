package org.p2pd.transport.tracker.traffic;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;

/**
 * Bytes by content that one tracker was not told of yet, the content that waits longest first.
 *
 * <p>A report is a number and some contents. Until the tracker has answered it, the same report is said again: the tracker
 * counts a number once, so nothing is lost and nothing counts twice. What moves meanwhile waits for the next one.
 *
 * <p>At most {@value #CONTENTS_MAX} contents wait; bytes of further ones count in the node's totals only, and so do those
 * of contents that the tracker is not to hear of. Thread-safe.
 */
final class TrafficLedger {
  /** The most contents that wait to be told of. */
  static final int CONTENTS_MAX = 1_024;

  private final Map<ContentId, ContentTraffic> waiting = new LinkedHashMap<>();
  private final Predicate<ContentId> announced;
  private Report underWay = Report.NONE;
  private long lastSerial;

  /**
   * An empty ledger.
   *
   * @param announced whether the tracker may hear of a content
   */
  TrafficLedger(Predicate<ContentId> announced) {
    this.announced = announced;
  }

  /** Notes that more moved of a content. */
  synchronized void add(ContentId content, ContentTraffic more) {
    if (waiting.size() < CONTENTS_MAX || waiting.containsKey(content)) {
      waiting.merge(content, more, ContentTraffic::plus);
    }
  }

  /** Contents that wait, besides those under way. */
  synchronized int waiting() {
    return waiting.size();
  }

  /**
   * What to say now: again what was not answered, else up to {@code max} of those that wait. Empty where there is nothing,
   * or where the report under way does not fit.
   */
  synchronized Report next(int max) {
    waiting.keySet().removeIf(announced.negate());
    if (underWay.byContent().isEmpty() && !waiting.isEmpty() && max > 0) {
      underWay = new Report(++lastSerial, taken(max));
    }
    return underWay.byContent().size() <= max ? underWay : Report.NONE;
  }

  private Map<ContentId, ContentTraffic> taken(int max) {
    Map<ContentId, ContentTraffic> taken = new LinkedHashMap<>();
    Iterator<Map.Entry<ContentId, ContentTraffic>> entries = waiting.entrySet().iterator();
    while (entries.hasNext() && taken.size() < max) {
      Map.Entry<ContentId, ContentTraffic> entry = entries.next();
      taken.put(entry.getKey(), entry.getValue());
      entries.remove();
    }
    return taken;
  }

  /** The tracker has answered {@code report}. */
  synchronized void heard(Report report) {
    if (report.serial() == underWay.serial()) {
      underWay = Report.NONE;
    }
  }

  /**
   * Bytes by content that moved since the report before.
   *
   * @param serial from 1 on and rising; 0 = there is nothing to report
   */
  record Report(long serial, Map<ContentId, ContentTraffic> byContent) {
    static final Report NONE = new Report(0, Map.of());
  }
}
