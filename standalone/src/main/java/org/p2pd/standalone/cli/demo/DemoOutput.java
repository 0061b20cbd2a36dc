package org.p2pd.standalone.cli.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2pd.standalone.demo.DemoSystem;
import org.p2pd.standalone.demo.Ports;

/** What the demo's user reads. */
final class DemoOutput {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int FILMS_SHOWN_MAX = 10;

  private final PrintWriter out;
  private final Ports ports;
  private final long beganNanos;

  DemoOutput(PrintWriter out, Ports ports, long beganNanos) {
    this.out = out;
    this.ports = ports;
    this.beganNanos = beganNanos;
  }

  void starting() {
    say("p2pd demo: a whole content-delivery network on this machine.%n%nStarting");
  }

  synchronized void started(String what, String where) {
    say("  %-8s %-30s %4.1f s", what, where, seconds());
  }

  void ready(DemoSystem system, @Nullable Path media, @Nullable Path kept) {
    say(
        "%nReady after %.1f s. All of it listens on this machine only; Ctrl-C stops it.",
        seconds());
    say(
        "Films    %s, published under %s",
        media == null ? "a sample clip" : media.toAbsolutePath(), system.authority());
    say(
        "Stores   %s",
        kept == null ? system.temporary() + " (removed at the end)" : kept.toAbsolutePath());
    films(system);
    say("%nLook     %s   films, player, and where each block comes from", url(viewer(0), "/"));
    say("         %s   who serves whom, live", url(ports.tracker(), "/"));
    say("         %s   the films, as a provider's site", url(ports.origin(), "/"));
    example(system);
  }

  private void films(DemoSystem system) {
    List<String> films = system.films();
    if (!system.hasFiles()) {
      say("%nThat directory holds no files. What is put there appears by itself.");
      return;
    }
    if (films.isEmpty()) {
      say(
          "%nNothing is published yet. Big films take a while to be read; the tracker's page shows them.");
      return;
    }
    say("%nWatch    (in a browser, through agent 1)");
    films.stream()
        .limit(FILMS_SHOWN_MAX)
        .forEach(film -> say("  %s", url(viewer(0), "/" + system.authority() + film)));
    if (films.size() > FILMS_SHOWN_MAX) {
      say("  … and more: %s", url(ports.tracker(), "/v1/publications"));
    }
  }

  private void example(DemoSystem system) {
    List<String> films = system.films();
    String film = films.isEmpty() ? "/FILM" : films.get(0);
    String viaGateway = "/" + system.authority() + film;
    String plain = "http://" + system.authority() + film;
    say("%nTry      (all print the same digest)");
    say("  curl -s '%s' | openssl sha256    # the origin, plain HTTP", plain);
    say("  curl -s '%s' | openssl sha256    # the cache", url(ports.cache(), film));
    say("  curl -s '%s' | openssl sha256    # agent 1", url(viewer(0), viaGateway));
    say(
        "  curl -s --noproxy '' -x %s '%s' | openssl sha256    # agent 2, as a proxy",
        url(viewer(1), ""), plain);
    say("%nMore");
    say("  curl -s -r 1000-1999 '%s' | wc -c    # a seek", url(viewer(1), viaGateway));
    say("  curl -s %s    # what came from whom", url(ports.tracker(), "/v1/stats"));
  }

  private int viewer(int agent) {
    return ports.agents().get(agent).viewer();
  }

  private static String url(int port, String path) {
    return "http://localhost:" + port + path;
  }

  private double seconds() {
    return (System.nanoTime() - beganNanos) / NANOS_PER_SECOND;
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
