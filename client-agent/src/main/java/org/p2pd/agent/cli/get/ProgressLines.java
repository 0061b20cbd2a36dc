package org.p2pd.agent.cli.get;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.cli.HumanSize;
import org.p2pd.agent.cli.disk.FilmOutput.Beginning;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;

/**
 * Shows how downloads go to people: one line that is drawn again on a terminal, a line now and then otherwise. Whether
 * standard error is a terminal, and how wide, only the launcher can tell; it says so with {@code -Dp2pd.terminal=true} and
 * {@code -Dp2pd.columns=}.
 */
final class ProgressLines implements GetListener {
  /** How much is shown. */
  enum Style {
    /** Errors only. */
    NONE,
    /** A line every other second. */
    PLAIN,
    /** One line, drawn again. */
    TERMINAL
  }

  private static final int BAR_CELLS = 20;
  private static final int COLUMNS = Integer.getInteger("p2pd.columns", 100);
  private static final int TITLE_CHARS_MAX = 28;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long PLAIN_LINE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final PrintStream out;
  private final Style style;
  private @Nullable Publication current;
  private ProgressRate rate = new ProgressRate();
  private long shownNanos;

  ProgressLines(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  @Override
  public void checking(Publication film, long bytes) {
    if (isDue(film)) {
      show(String.format(
          Locale.ROOT, "%s  checking what is here: %s", title(film), HumanSize.of(bytes)));
    }
  }

  @Override
  public void progress(Publication film, long done, Supplier<BytesBySource> sources) {
    if (isDue(film)) {
      show(line(film, done, rate.at(shownNanos / 1e9, done), sources.get()));
    }
  }

  private boolean isDue(Publication film) {
    long now = System.nanoTime();
    if (film != current) {
      current = film;
      rate = new ProgressRate();
      shownNanos = now - REDRAW_NANOS;
    }
    long pause = style == Style.TERMINAL ? REDRAW_NANOS : PLAIN_LINE_NANOS;
    boolean due = style != Style.NONE && now - shownNanos >= pause;
    if (due) {
      shownNanos = now;
    }
    return due;
  }

  private String line(Publication film, long done, double bytesPerSecond, BytesBySource sources) {
    long left = film.length() - done;
    return String.format(
        Locale.ROOT,
        "%s  %s%3d %%  %s/s  %s  %s",
        title(film),
        style == Style.TERMINAL ? bar(done, film.length()) + " " : "",
        film.length() == 0 ? 100 : 100 * done / film.length(),
        HumanSize.of((long) bytesPerSecond),
        bytesPerSecond < 1 ? "ETA ?" : "ETA " + time((long) (left / bytesPerSecond)),
        sources);
  }

  @Override
  public void done(Outcome outcome) {
    if (style != Style.NONE) {
      show(sentence(outcome));
      endLine();
    }
    current = null;
  }

  private static String sentence(Outcome done) {
    String name = done.film().url().fileName();
    String size = HumanSize.of(done.film().length());
    if (done.beginning() == Beginning.COMPLETE) {
      return done.place() + " is here and right: " + size + ", every block verified";
    }
    return String.format(
        Locale.ROOT,
        "%s  %s in %.1f s (%s)%s  verified → %s",
        name,
        size,
        done.seconds(),
        done.sources(),
        before(done),
        done.place());
  }

  private static String before(Outcome done) {
    return switch (done.beginning()) {
      case DAMAGED ->
        ", repaired: " + done.blocksFetched() + " of " + done.blocks() + " blocks were wrong";
      case PART ->
        ", went on: " + (done.blocks() - done.blocksFetched()) + " of " + done.blocks()
            + " blocks were here";
      case EMPTY, COMPLETE -> "";
    };
  }

  @Override
  public void failed(ContentName name, GetFailedException failure) {
    if (style == Style.TERMINAL && current != null) {
      out.println();
    }
    current = null;
    out.println("p2pd get: " + failure.getMessage());
  }

  private void show(String line) {
    if (style == Style.TERMINAL) {
      // Erases what is left of a longer line before.
      out.print("\r" + line + "\033[K");
      out.flush();
    } else {
      out.println(line);
    }
  }

  private void endLine() {
    if (style == Style.TERMINAL) {
      out.println();
    }
  }

  private static String title(Publication film) {
    String name = film.url().fileName();
    int most = Math.max(8, Math.min(TITLE_CHARS_MAX, COLUMNS - 72));
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }

  private static String bar(long done, long total) {
    int full = total == 0 ? BAR_CELLS : (int) (BAR_CELLS * done / total);
    return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  }

  private static String time(long seconds) {
    return seconds >= 3_600
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
