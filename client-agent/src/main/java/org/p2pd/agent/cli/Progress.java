package org.p2pd.agent.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.p2pd.protocol.tracker.BytesByRole;

/**
 * Shows how a download goes: one line that is drawn again on a terminal, plain lines otherwise. Whether standard error is a
 * terminal only the launcher can tell; it says so with {@code -Dp2pd.terminal=true}.
 */
final class Progress {
  private static final int BAR_CELLS = 20;
  private static final int LINE_CHARS_MAX = 110;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long PLAIN_LINE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final PrintStream out;
  private final boolean terminal;
  private final String title;
  private final long total;
  private final Supplier<BytesByRole> received;
  private final long startNanos = System.nanoTime();
  private long shownNanos = startNanos;

  Progress(
      PrintStream out, boolean terminal, String title, long total, Supplier<BytesByRole> received) {
    this.out = out;
    this.terminal = terminal;
    this.title = title;
    this.total = total;
    this.received = received;
  }

  /** Shows {@code done} bytes, unless it was shown just now. */
  void update(long done) {
    long now = System.nanoTime();
    if (now - shownNanos >= (terminal ? REDRAW_NANOS : PLAIN_LINE_NANOS)) {
      shownNanos = now;
      show(line(done, now));
    }
  }

  private void show(String line) {
    if (terminal) {
      out.print("\r" + pad(line));
      out.flush();
    } else {
      out.println(line);
    }
  }

  private static String pad(String line) {
    return line.length() >= LINE_CHARS_MAX
        ? line
        : line + " ".repeat(LINE_CHARS_MAX - line.length());
  }

  private String line(long done, long now) {
    double seconds = Math.max(0.001, (now - startNanos) / 1e9);
    double rate = done / seconds;
    String eta = rate < 1 ? "?" : time((long) ((total - done) / rate));
    String bar = terminal ? bar(done) + " " : "";
    return String.format(
        Locale.ROOT,
        "%s  %s%3d %%  %s/s  %s  ETA %s",
        title,
        bar,
        percent(done),
        size((long) rate),
        sources(),
        eta);
  }

  /** Ends the line with what was done and from whom it came. */
  void finish(long done, String place) {
    double seconds = Math.max(0.001, (System.nanoTime() - startNanos) / 1e9);
    show(String.format(
        Locale.ROOT,
        "%s  %s in %.1f s (%s/s)  %s  verified -> %s",
        title,
        size(done),
        seconds,
        size((long) (done / seconds)),
        sources(),
        place));
    if (terminal) {
      out.println();
    }
  }

  private String sources() {
    BytesByRole from = received.get();
    long all = from.total();
    if (all == 0) {
      return "from own disk";
    }
    return String.format(
        Locale.ROOT,
        "origin %d %% cache %d %% peers %d %%",
        100 * from.origin() / all,
        100 * from.cache() / all,
        100 * from.agent() / all);
  }

  private int percent(long done) {
    return total == 0 ? 100 : (int) (100 * done / total);
  }

  private String bar(long done) {
    int full = total == 0 ? BAR_CELLS : (int) (BAR_CELLS * done / total);
    return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  }

  private static String time(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** Bytes for people, in powers of ten. */
  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = -1;
    while (value >= 1_000 && unit < units.length - 1) {
      value /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
