package org.p2pd.standalone.cli.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.p2pd.standalone.demo.DemoSettings;
import org.p2pd.standalone.demo.DemoSystem;
import org.p2pd.standalone.demo.Ports;
import org.p2pd.standalone.demo.disk.FilmsDirectory;
import org.p2pd.standalone.log.ConsoleLogLevel;
import org.p2pd.standalone.scenario.Scenario;
import org.p2pd.standalone.scenario.ScenarioPorts;
import org.p2pd.standalone.scenario.ScenarioSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A whole network on this machine, until a signal ends the process. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Runs a whole network on this machine: Redis, tracker, origin, cache, two agents.",
    footerHeading = "%nExamples:%n",
    footer = {"  p2pd demo", "  p2pd demo --media ~/Videos", "  p2pd demo --scenario 4 --free-ports"
    })
public final class DemoCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Spec
  private @Nullable CommandSpec spec;

  @Option(
      names = "--media",
      paramLabel = "DIR",
      description = "Publishes the films in DIR (read only) instead of the sample clip.")
  private @Nullable Path media;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Keeps the stores of cache and agents in DIR instead of a temporary directory.")
  private @Nullable Path directory;

  @Option(
      names = "--free-ports",
      description = "Takes free ports instead of 7070, 7080, 7090, 1111 and 2111.")
  private boolean freePorts;

  @Option(
      names = "--scenario",
      paramLabel = "N",
      description =
          "The set-up of that scenario of 2009 instead, 1 to 5 or http: see docs/scenarios.md.")
  private @Nullable String scenario;

  /**
   * Creates the command.
   *
   * @param out what the user reads
   */
  public DemoCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Scenario chosen = scenario == null ? null : scenario(scenario);
    if (media != null) {
      FilmsDirectory.readable("--media", media);
    }
    if (chosen == null) {
      runNetwork();
    } else {
      run(chosen);
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private Scenario scenario(String number) {
    try {
      return Scenario.ofNumber(number);
    } catch (IllegalArgumentException e) {
      CommandSpec own = Objects.requireNonNull(spec, "made by picocli");
      throw new ParameterException(own.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void run(Scenario chosen) {
    ScenarioPorts ports = freePorts ? ScenarioPorts.free() : ScenarioPorts.usual();
    ScenarioOutput output = new ScenarioOutput(out, chosen, ports, media == null);
    ScenarioSystem system = new ScenarioSystem(chosen, ports, output::started);
    endWithProcess(system::close);
    output.starting();
    output.ready(system.start(media, directory));
  }

  private void runNetwork() {
    Ports ports = freePorts ? Ports.free(Ports.usual().agents().size()) : Ports.usual();
    DemoOutput output = new DemoOutput(out, ports, System.nanoTime());
    DemoSystem system = new DemoSystem(new DemoSettings(ports, media, directory), output::started);
    endWithProcess(system::close);
    output.starting();
    system.start();
    output.ready(system, media, directory);
  }

  private static void endWithProcess(Runnable end) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(
            () -> {
              // Redis hears a Ctrl-C at the same moment: what the others say about its end is not
              // news.
              ConsoleLogLevel.entirely();
              end.run();
            },
            "p2pd-demo-end"));
  }
}
