package org.p2pd.agent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.agent.sharing.SharingStatus;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.transport.wire.WireFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2pd status}: what the running agent holds, from and to whom it moved how much, and whether it is reachable. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what the running agent holds and shares.",
      "",
      "From and to whom it moved how much since it started, and whether others can reach it, or why not.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  p2pd status",
      "  p2pd status --agent http://localhost:2111",
      "  p2pd status --share off",
      "  p2pd status --json"
    })
public final class StatusCommand implements Callable<Integer> {
  private static final int FILMS_SHOWN_MAX = 20;

  /** As it is written on the command line. */
  private enum Switch {
    on,
    off
  }

  @Option(
      names = "--agent",
      paramLabel = "URL",
      defaultValue = "http://localhost:1111",
      converter = BaseUrl.class,
      description = "The running agent (default: ${DEFAULT-VALUE}).")
  private URI agent = URI.create("http://localhost:1111");

  @Option(
      names = "--share",
      paramLabel = "on|off",
      description =
          "First has the agent share what it holds, or no longer: now, and after a restart.")
  private @Nullable Switch share;

  @Option(names = "--json", description = "What the agent says, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    RunningAgent running = new RunningAgent(agent);
    if (running.status().isEmpty()) {
      System.err.println("p2pd status: no agent answers at " + agent + " ('" + ProgramName.get()
          + " agent' starts one)");
      return 1;
    }
    if (share != null && !isSwitched(running, share)) {
      return 1;
    }
    Optional<AgentStatus> status = running.status();
    if (status.isEmpty()) {
      return 1;
    }
    if (json) {
      System.out.println(WireFormat.json().writeValueAsString(status.get()));
    } else {
      boolean early = share == Switch.on;
      show(
          status.get(),
          early ? Reachability.early(status.get()) : Reachability.sentence(status.get()),
          System.out);
      films(running.heldFilms(), System.out);
    }
    return 0;
  }

  private static boolean isSwitched(RunningAgent agent, Switch share) {
    try {
      agent.share(share == Switch.on);
      return true;
    } catch (IOException e) {
      System.err.println("p2pd status: sharing was not changed: " + e.getMessage());
      return false;
    }
  }

  private static void show(AgentStatus status, String reachable, PrintStream out) {
    out.println("tracker    " + status.trackerState());
    out.println("reachable  " + reachable);
    SharingStatus sharing = status.sharing();
    if (sharing != null) {
      out.println("sharing    " + sharing(sharing));
    }
    out.println("stored     " + HumanSize.of(status.storedBytes()) + " of "
        + HumanSize.of(status.storedBytesMax()) + " in " + status.contents()
        + (status.contents() == 1 ? " film" : " films"));
    out.println("received   " + received(status.received()));
    out.println("played     " + HumanSize.of(status.delivered()));
    out.println("sent       " + HumanSize.of(status.served()) + " to other hosts");
  }

  private static String sharing(SharingStatus sharing) {
    String limit = sharing.limitBytesPerSecond() == 0
        ? ""
        : ", at most " + HumanSize.of(sharing.limitBytesPerSecond()) + "/s";
    String state = sharing.sharing()
        ? "on: " + sharing.uploads() + " of at most " + sharing.uploadsMax() + " uploads" + limit
        : "paused: " + sharing.paused();
    return state + "; " + HumanSize.of(sharing.sharedThisMonth()) + " sent this month";
  }

  private static String received(BytesByRole from) {
    return HumanSize.of(from.total()) + ": " + HumanSize.of(from.origin()) + " from origins, "
        + HumanSize.of(from.cache()) + " from caches, " + HumanSize.of(from.agent())
        + " from viewers";
  }

  private static void films(List<RunningAgent.HeldFilm> films, PrintStream out) {
    films.stream()
        .limit(FILMS_SHOWN_MAX)
        .forEach(film -> out.println(String.format(
            Locale.ROOT,
            "  %3d %% of %10s  %s",
            100L * film.heldBlocks() / Math.max(1, film.blocks()),
            HumanSize.of(film.length()),
            film.url())));
    if (films.size() > FILMS_SHOWN_MAX) {
      out.println("  … and " + (films.size() - FILMS_SHOWN_MAX) + " more");
    }
  }
}
