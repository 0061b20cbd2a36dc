package org.p2pd.agent.cli.get;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.wire.WireFormat;

/** Shows how downloads go to programs: one JSON object a line, {@code progress} about once a second. */
final class JsonEvents implements GetListener {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PrintStream out;
  private long shownNanos = System.nanoTime();

  JsonEvents(PrintStream out) {
    this.out = out;
  }

  @Override
  public void checking(Publication film, long bytes) {
    if (isDue()) {
      Map<String, Object> event = event("checking", film.url());
      event.put("checked", bytes);
      write(event);
    }
  }

  @Override
  public void progress(Publication film, long done, Supplier<BytesBySource> sources) {
    if (isDue()) {
      Map<String, Object> event = event("progress", film.url());
      event.put("done", done);
      event.put("length", film.length());
      event.put("sources", sources.get());
      write(event);
    }
  }

  private boolean isDue() {
    long now = System.nanoTime();
    boolean due = now - shownNanos >= PAUSE_NANOS;
    if (due) {
      shownNanos = now;
    }
    return due;
  }

  @Override
  public void done(Outcome outcome) {
    Publication film = outcome.film();
    Map<String, Object> event = event("done", film.url());
    event.put("file", outcome.place());
    event.put("before", outcome.beginning().name().toLowerCase(Locale.ROOT));
    event.put("length", film.length());
    event.put("contentId", film.contentId().hex());
    event.put("blocks", outcome.blocks());
    event.put("blocksFetched", outcome.blocksFetched());
    event.put("seconds", outcome.seconds());
    event.put("sources", outcome.sources());
    write(event);
  }

  @Override
  public void failed(ContentName name, GetFailedException failure) {
    Map<String, Object> event = event("failed", name);
    event.put("exitCode", failure.exitCode());
    event.put("error", String.valueOf(failure.getMessage()));
    write(event);
  }

  private static Map<String, Object> event(String kind, ContentName name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", kind);
    event.put("url", name.url());
    return event;
  }

  private void write(Map<String, Object> event) {
    out.println(WireFormat.json().writeValueAsString(event));
  }
}
