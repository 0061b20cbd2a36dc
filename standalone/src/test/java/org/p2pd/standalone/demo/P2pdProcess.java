package org.p2pd.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.p2pd.standalone.P2pd;

/** {@code p2pd …} as a process of its own, as its user has it; what it says goes to files. */
public final class P2pdProcess implements AutoCloseable {
  private static final long SIGINT = 1L << 1;

  private final Process process;
  private final File out;
  private final File err;

  private P2pdProcess(Process process, File out, File err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param directory where it works, and where what it says is kept
   */
  public static P2pdProcess start(Path directory, String... arguments) throws IOException {
    File out = Files.createTempFile(directory, "out", ".txt").toFile();
    File err = Files.createTempFile(directory, "err", ".txt").toFile();
    List<String> command = new ArrayList<>(hearingInterrupts());
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        P2pd.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(out)
        .redirectError(err)
        .start();
    return new P2pdProcess(process, out, err);
  }

  /**
   * What a command begins with, so that it hears Ctrl-C. Whatever a script starts in the background ignores SIGINT, and so
   * do these tests and their children then (POSIX.1-2017, shell, 2.11).
   */
  private static List<String> hearingInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return List.of();
    }
    boolean ignored = Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .anyMatch(signals -> (signals & SIGINT) != 0);
    return ignored ? List.of("env", "--default-signal=INT") : List.of();
  }

  /** Waits for its end and returns the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end");
    }
    return process.exitValue();
  }

  /** As Ctrl-C does. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As {@code kill} and a service manager do. */
  public void terminate() {
    process.destroy();
  }

  /** The processes that it started and that run. */
  public List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path out() {
    return out.toPath();
  }

  public String said() throws IOException {
    return new String(Files.readAllBytes(out.toPath()), UTF_8)
        + Files.readString(err.toPath(), UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
