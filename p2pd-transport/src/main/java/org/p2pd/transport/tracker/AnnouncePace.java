package org.p2pd.transport.tracker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a node calls its tracker next: what is to be reported one second after the report before, what does not fit in one
 * report sooner, and with nothing to say as often as the tracker wants. A question that nothing was reported with does not
 * put off a report: the first block of a player is known to others at once. Pure.
 */
final class AnnouncePace {
  private static final Duration REPORT_GAP = Duration.ofSeconds(1);

  /** While more waits than one announce can hold, as after the tracker came back empty. */
  private static final Duration BACKLOG_GAP = Duration.ofMillis(50);

  private long lastAnnounceNanos;
  private long lastReportNanos;

  /** The tracker knows this node anew: all may be said at once. */
  void registered(long nowNanos) {
    lastAnnounceNanos = nowNanos - REPORT_GAP.toNanos();
    lastReportNanos = lastAnnounceNanos;
  }

  /** The tracker is called now, {@code reporting} something or not. */
  void announces(boolean reporting, long nowNanos) {
    lastAnnounceNanos = nowNanos;
    if (reporting) {
      lastReportNanos = nowNanos;
    }
  }

  /** In how many milliseconds a report is due; {@code backlog} = there is more than one can hold. */
  long millisToReport(boolean backlog, long nowNanos) {
    return millisUntil(lastReportNanos, backlog ? BACKLOG_GAP : REPORT_GAP, nowNanos);
  }

  /** In how many milliseconds a sign of life is due, with one every {@code seconds}. */
  long millisToSignOfLife(int seconds, long nowNanos) {
    return millisUntil(lastAnnounceNanos, Duration.ofSeconds(Math.max(1, seconds)), nowNanos);
  }

  private static long millisUntil(long lastNanos, Duration gap, long nowNanos) {
    long sinceLast = TimeUnit.NANOSECONDS.toMillis(nowNanos - lastNanos);
    return Math.max(0, gap.toMillis() - sinceLast);
  }
}
