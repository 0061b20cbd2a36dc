package org.p2pd.agent.cli;

import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.p2pd.agent.api.AgentStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2pd status}: what the running agent holds, and from and to whom it moved how much. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows what the running agent holds and shares.")
public final class StatusCommand implements Callable<Integer> {
  @Option(
      names = "--agent",
      paramLabel = "URL",
      defaultValue = "http://localhost:1111",
      description = "The running agent (default: ${DEFAULT-VALUE}).")
  private String agent = "";

  @Override
  public Integer call() {
    Optional<AgentStatus> status = new RunningAgent(URI.create(agent)).status();
    if (status.isEmpty()) {
      System.err.println(
          "p2pd status: no agent answers at " + agent + " ('p2pd agent' starts one)");
      return 1;
    }
    show(status.get(), System.out);
    return 0;
  }

  private static void show(AgentStatus status, PrintStream out) {
    out.println("tracker    " + status.trackerState());
    out.println("sharing    " + sharing(status));
    out.println("stored     " + HumanSize.of(status.storedBytes()) + " of "
        + HumanSize.of(status.storedBytesMax()) + " in " + status.contents()
        + (status.contents() == 1 ? " film" : " films"));
    out.println("received   " + HumanSize.of(status.received().origin()) + " from origins, "
        + HumanSize.of(status.received().cache()) + " from caches, "
        + HumanSize.of(status.received().agent()) + " from viewers");
    out.println("played     " + HumanSize.of(status.delivered()));
    out.println("sent       " + HumanSize.of(status.served()));
  }

  private static String sharing(AgentStatus status) {
    if (status.peerPort() == 0) {
      return "off: this agent only downloads";
    }
    return "on port " + status.peerPort()
        + (status.reachable()
            ? ", others can reach it"
            : ", others are not sent here: the tracker could not reach it");
  }
}
