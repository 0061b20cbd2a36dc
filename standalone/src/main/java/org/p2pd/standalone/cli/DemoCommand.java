package org.p2pd.standalone.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.p2pd.standalone.demo.DemoSettings;
import org.p2pd.standalone.demo.DemoSystem;
import org.p2pd.standalone.demo.Ports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A whole network on this machine, until a signal ends the process. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Runs a whole network on this machine: Redis, tracker, origin, cache, two agents.")
final class DemoCommand implements Callable<Integer> {
  private final PrintWriter out;

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

  /**
   * @param out what the user reads
   */
  DemoCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Ports ports = freePorts ? Ports.free(Ports.usual().agents().size()) : Ports.usual();
    DemoOutput output = new DemoOutput(out, ports, System.nanoTime());
    DemoSystem system = new DemoSystem(new DemoSettings(ports, media, directory), output::started);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(system), "p2pd-demo-end"));
    output.starting();
    system.start();
    output.ready(system, media, directory);
    new CountDownLatch(1).await();
    return 0;
  }

  private static void end(DemoSystem system) {
    // Redis hears a Ctrl-C at the same moment: what the others say about its end is not news.
    Quiet.entirely();
    system.close();
  }
}
