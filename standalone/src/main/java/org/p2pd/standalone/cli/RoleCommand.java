package org.p2pd.standalone.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.p2pd.standalone.log.ServiceLogging;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;
import org.p2pd.standalone.settings.SettingsCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** One service in the foreground, until a signal ends the process. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Settings are P2PD_… in the environment, or arguments such as --p2pd.tracker.url=http://localhost:7070;",
      "the module's README lists them. Prints 'ready <url>' when it serves; logs go to standard error."
    })
final class RoleCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RoleCommand.class);

  private final Role role;

  private final PrintWriter out;

  @Spec
  private @Nullable CommandSpec spec;

  @Unmatched
  private List<String> settings = new ArrayList<>();

  /**
   * @param out where the ready line goes
   */
  RoleCommand(Role role, PrintWriter out) {
    this.role = role;
    this.out = out;
  }

  static String descriptionOf(Role role) {
    return switch (role) {
      case TRACKER -> "Runs a tracker: knows who holds what. Needs a Redis.";
      case ORIGIN -> "Runs an origin: publishes a directory.";
      case CACHE -> "Runs a cache: pulls films through and serves them.";
      case AGENT -> "Runs an agent: the viewer's own proxy, which shares on.";
    };
  }

  /** A role of that kind as a user first starts it; the last lines of its help. */
  static String[] examplesOf(Role role) {
    return switch (role) {
      case TRACKER ->
        new String[] {
          "  P2PD_REDIS_URL=redis://localhost:6379 p2pd tracker",
        };
      case ORIGIN ->
        new String[] {
          "  p2pd origin --p2pd.publish.directory=/srv/films --p2pd.tracker.url=http://tracker.example.org:7070",
        };
      case CACHE ->
        new String[] {
          "  p2pd cache --p2pd.cache.directory=/var/cache/p2pd --p2pd.cache.size=500GB",
        };
      case AGENT ->
        new String[] {
          "  p2pd agent --p2pd.tracker.url=http://tracker.example.org:7070",
          "  P2PD_AGENT_UPLOAD_LIMIT=1MB P2PD_AGENT_SIZE=50GB p2pd agent",
          "  then http://localhost:1111/ in a browser, or",
          "  http_proxy=http://localhost:1111 mpv http://cdn.example.org/film.mp4",
        };
    };
  }

  private void requireKnownSettings() {
    String complaint = SettingsCheck.complaint(settings);
    if (complaint != null) {
      CommandSpec own = Objects.requireNonNull(spec, "made by picocli");
      throw new ParameterException(own.commandLine(), complaint);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    requireKnownSettings();
    ServiceLogging.use();
    SettingsCheck.warnings(System.getenv().keySet()).forEach(LOG::warn);
    RunningRole running = RunningRole.alone(role, settings);
    out.println("ready " + running.url());
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }
}
