package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.standalone.P2pd;

/** {@code p2pd demo} as a process of its own, as its user has it. */
@DisabledOnOs(OS.WINDOWS)
class ITDemoCommand {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int SIGTERM_EXIT = 143;

  @TempDir
  private Path temporary;

  @TempDir
  private Path elsewhere;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void terminatedDemo_leavesNoProcessAndNoFile() throws Exception {
    Process demo = start("demo", "--free-ports");
    awaitLine(demo, "Ready after");
    List<ProcessHandle> children = demo.descendants().toList();
    assertThat(children).isNotEmpty();

    demo.destroy();

    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(SIGTERM_EXIT);
    awaitNothingLeft(children);
  }

  @Test
  void killedDemo_leavesNoProcessAndNoFile() throws Exception {
    Process demo = start("demo", "--free-ports");
    awaitLine(demo, "redis://");
    List<ProcessHandle> children = demo.descendants().toList();
    assertThat(children).isNotEmpty();

    demo.destroyForcibly();

    awaitNothingLeft(children);
  }

  @Test
  void missingMediaDirectory_isOneSentence() throws Exception {
    Path missing = elsewhere.resolve("no films here");
    assertRefused(start("demo", "--free-ports", "--media", missing.toString()), "is missing");
  }

  @Test
  void mediaThatIsAFile_isOneSentence() throws Exception {
    Path file = Files.writeString(elsewhere.resolve("film.mp4"), "film");
    assertRefused(start("demo", "--free-ports", "--media", file.toString()), "not a directory");
  }

  @Test
  void takenPort_isOneSentence() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Process role =
          start("tracker", "--server.port=" + other.getLocalPort(), "--management.server.port=0");
      assertRefused(role, Integer.toString(other.getLocalPort()));
    }
  }

  @Test
  void roleInTheForeground_printsReadyAndEndsWithTheSignal() throws Exception {
    Process role = start(
        "tracker",
        "--server.port=0",
        "--management.server.port=0",
        "--p2pd.redis.url=redis://127.0.0.1:1");
    String ready = awaitLine(role, "ready ");
    assertThat(ready).matches("ready http://localhost:\\d+");

    role.destroy();

    assertThat(role.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(role.exitValue()).isEqualTo(SIGTERM_EXIT);
  }

  private void assertRefused(Process process, String reason) throws Exception {
    String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    List<String> sentences =
        said.lines().filter(line -> line.startsWith("p2pd: ")).toList();
    assertThat(sentences).as(said).hasSize(1);
    assertThat(sentences.get(0)).contains(reason);
    assertThat(said).doesNotContainPattern("(?m)^\\s+at ");
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "-Djava.io.tmpdir=" + temporary,
        "-cp",
        System.getProperty("java.class.path"),
        P2pd.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command)
        .redirectError(
            arguments.length > 2 ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.INHERIT)
        .start();
    started.add(process);
    return process;
  }

  private static String awaitLine(Process process, String part) throws IOException {
    BufferedReader output = process.inputReader(UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("ended without a line with '" + part + "'");
  }

  private void awaitNothingLeft(List<ProcessHandle> children) {
    await().atMost(LONG).untilAsserted(() -> {
      assertThat(children).noneMatch(ITDemoCommand::runs);
      try (Stream<Path> left = Files.list(temporary)) {
        assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperf")))
            .isEmpty();
      }
    });
  }

  /** A dead child that nobody waited for has no command any more, though its entry is alive. */
  private static boolean runs(ProcessHandle child) {
    return child.isAlive() && child.info().command().isPresent();
  }
}
