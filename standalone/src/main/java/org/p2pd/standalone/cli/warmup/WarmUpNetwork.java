package org.p2pd.standalone.cli.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2pd.standalone.demo.DemoSystem;

/** A network in a process of its own, which ends when this is closed, or the process that started it. */
final class WarmUpNetwork implements AutoCloseable {
  private static final int END_SECONDS_MAX = 20;

  private final Process process;
  private final BufferedReader said;
  private final PrintWriter agents;
  private final Place place;

  private WarmUpNetwork(Process process) throws IOException {
    this.process = process;
    this.said = process.inputReader(UTF_8);
    this.agents = new PrintWriter(process.outputWriter(UTF_8), true);
    this.place = Place.ofLine(said.readLine());
  }

  /**
   * Where things are.
   *
   * @param film its URL
   * @param agent the network's own
   * @param directory for temporary files, removed at the end
   */
  record Place(String tracker, String film, String agent, Path directory) {
    static Place of(DemoSystem system) {
      return new Place(
          system.trackerUrl(),
          "http://" + system.authority() + system.films().get(0),
          system.agentUrl(),
          Objects.requireNonNull(system.temporary(), "it runs"));
    }

    private static Place ofLine(@Nullable String line) throws IOException {
      if (line == null) {
        throw new IOException("no network starts: is there a Redis for this system?");
      }
      String[] parts = line.split(" ", 4);
      return new Place(parts[0], parts[1], parts[2], Path.of(parts[3]));
    }

    String toLine() {
      return tracker + " " + film + " " + agent + " " + directory;
    }
  }

  /**
   * Starts it.
   *
   * @throws IOException where it does not start
   */
  static WarmUpNetwork start() throws IOException {
    return new WarmUpNetwork(new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "org.p2pd.standalone.P2pd",
            "warm-up",
            WarmUpCommand.Part.ground.name())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start());
  }

  Place place() {
    return place;
  }

  /** Has {@code agent} asked for the film, and waits until that is over. */
  void haveAsked(String agent) throws IOException {
    agents.println(agent);
    for (String line = said.readLine(); line != null && !line.equals(agent); ) {
      line = said.readLine();
    }
  }

  /** Lets it end and tidy up. */
  @Override
  public void close() throws IOException {
    agents.close();
    try {
      if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } finally {
      said.close();
    }
  }
}
