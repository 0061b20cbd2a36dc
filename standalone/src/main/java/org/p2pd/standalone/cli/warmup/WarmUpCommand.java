package org.p2pd.standalone.cli.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.p2pd.agent.cli.LsCommand;
import org.p2pd.agent.cli.StatusCommand;
import org.p2pd.agent.cli.get.GetCommand;
import org.p2pd.standalone.demo.DemoSettings;
import org.p2pd.standalone.demo.DemoSystem;
import org.p2pd.standalone.demo.Ports;
import org.p2pd.standalone.log.ConsoleLogLevel;
import org.p2pd.standalone.log.ServiceLogging;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Starts, uses and ends something once, for the JVM to write down which classes that takes. What it needs around it runs
 * in a process of its own, so that nothing of that is written down too.
 */
@Command(name = "warm-up", hidden = true)
public final class WarmUpCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Parameters(arity = "0..1", defaultValue = "network")
  private Part part = Part.network;

  /** As it is written on the command line. */
  enum Part {
    /** A whole network. */
    network,
    /** An agent, through which somebody gets a film. */
    agent,
    /** The commands that ask an agent. */
    commands,
    /** What the last two need around them. */
    ground
  }

  /**
   * Creates the command.
   *
   * @param out where the ground says where it is
   */
  public WarmUpCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    switch (part) {
      case network -> runNetwork(Ports.usual().agents().size(), system -> {});
      case agent -> runAgent();
      case commands -> runCommands();
      case ground -> runNetwork(1, this::serveGround);
    }
    return 0;
  }

  /** While the network runs. */
  private interface Use {
    void of(DemoSystem system) throws IOException;
  }

  private static void runNetwork(int agents, Use use) throws IOException {
    ConsoleLogLevel.logs();
    ConsoleLogLevel.entirely();
    Ports ports = Ports.free(agents);
    try (DemoSystem system =
        new DemoSystem(new DemoSettings(ports, null, null), (what, where) -> {})) {
      system.start();
      use.of(system);
    }
  }

  private static void runAgent() throws IOException {
    ServiceLogging.use();
    try (WarmUpNetwork ground = WarmUpNetwork.start()) {
      List<String> settings = List.of(
          "--server.port=0",
          "--management.server.port=0",
          "--p2pd.agent.peer-port=0",
          "--p2pd.agent.peer-bind=127.0.0.1",
          "--p2pd.agent.directory=" + ground.place().directory().resolve("warm-up"),
          "--p2pd.agent.site.domain=none",
          "--p2pd.tracker.url=" + ground.place().tracker());
      try (RunningRole agent = RunningRole.alone(Role.AGENT, settings)) {
        ground.haveAsked(agent.url());
      }
    }
  }

  private static void runCommands() throws IOException {
    ConsoleLogLevel.logs();
    try (WarmUpNetwork ground = WarmUpNetwork.start()) {
      ask(ground.place(), ground.place().agent());
    }
  }

  /** Says where it is, then has each agent that is named asked for the film, until nobody names one any more. */
  private void serveGround(DemoSystem system) throws IOException {
    WarmUpNetwork.Place place = WarmUpNetwork.Place.of(system);
    out.println(place.toLine());
    BufferedReader agents = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String agent = agents.readLine(); agent != null; agent = agents.readLine()) {
      ask(place, agent);
      out.println(agent);
    }
  }

  private static void ask(WarmUpNetwork.Place place, String agent) {
    Path file = place.directory().resolve("warm-up.film");
    new CommandLine(new GetCommand())
        .execute("--agent", agent, "-o", file.toString(), "--overwrite", place.film());
    new CommandLine(new StatusCommand()).execute("--agent", agent);
    new CommandLine(new LsCommand()).execute("--tracker", place.tracker());
  }
}
