package org.p2pd.standalone.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.p2pd.standalone.demo.disk.FilmsDirectory;
import org.p2pd.standalone.log.ConsoleLogLevel;
import org.p2pd.standalone.original.OriginalLine;
import org.p2pd.standalone.original.OriginalRun;
import org.p2pd.standalone.roles.Role;

/** An original command line in the foreground, until a signal ends the process. */
final class OriginalCommand {
  private final PrintWriter out;

  /**
   * @param out where the ready line goes
   */
  OriginalCommand(PrintWriter out) {
    this.out = out;
  }

  int run(OriginalLine line) throws InterruptedException {
    Path films = line.publish();
    if (films != null) {
      FilmsDirectory.readable("-p", films);
    }
    OriginalLine complete = line.orTrackers(namedByEnvironment());
    OriginalRun run = new OriginalRun(this::started);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run), "p2pd-end"));
    if (OriginalRun.isSiteWithoutProvider(complete)) {
      System.err.println(
          "p2pd: nothing says whose films these are, so that only films which somebody asks"
              + " this site's tracker for are known: name the provider's tracker with --tracker, or its"
              + " authority with -A");
    }
    run.start(complete, System.getenv("P2PD_PUBLISH_AUTHORITY"));
    new CountDownLatch(1).await();
    return 0;
  }

  private void started(Role role, String url) {
    String word = role == Role.TRACKER ? role.name().toLowerCase(Locale.ROOT) : "ready";
    out.println(word + " " + url);
    out.flush();
  }

  private static void end(OriginalRun run) {
    ConsoleLogLevel.entirely();
    run.close();
  }

  private static List<URI> namedByEnvironment() {
    String named = System.getenv("P2PD_TRACKER_URL");
    return named == null || named.isBlank()
        ? List.of()
        : Stream.of(named.split(",")).map(String::strip).map(URI::create).toList();
  }
}
