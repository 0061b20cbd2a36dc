package org.p2pd.testkit.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.embedded.core.ExecutableProvider;

/** One run of the bundled {@code redis-server}. Never restarts itself. */
final class RedisProcess {
  private static final int START_SECONDS_MAX = 30;
  /** What a server, and what a sentinel, writes when it can be spoken to. */
  private static final List<String> READY =
      List.of("Ready to accept connections", "Sentinel ID is");

  private static final String TAKEN = "Address already in use";

  private final Process process;
  private final int port;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server and returns when it accepts connections. */
  static RedisProcess start(int port, Path directory, List<String> options)
      throws PortTakenException {
    try {
      Process process = new ProcessBuilder(command(port, directory, options))
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .start();
      RedisProcess started = new RedisProcess(process, port);
      started.awaitReady();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("redis-server does not start", e);
    }
  }

  private static List<String> command(int port, Path directory, List<String> options) {
    List<String> command = new ArrayList<>(List.of(Executable.FILE.getAbsolutePath()));
    command.addAll(options);
    command.addAll(List.of(
        "--port",
        Integer.toString(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--daemonize",
        "no",
        "--dir",
        directory.toString()));
    return command;
  }

  int port() {
    return port;
  }

  /** Ends the process, paused or not, and waits for its end. */
  void kill() {
    process.destroyForcibly();
    await(process);
  }

  void signal(String name) {
    if (File.separatorChar == '\\') {
      throw new UnsupportedOperationException("Windows cannot pause a process");
    }
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .inheritIO()
          .start();
      if (await(kill) != 0) {
        throw new IllegalStateException("kill -" + name + " " + process.pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws PortTakenException {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Thread reader = new Thread(() -> readOutput(outcome), "redis-output-" + port);
    reader.setDaemon(true);
    reader.start();
    String failure = failureOf(outcome);
    if (!failure.isEmpty()) {
      kill();
      if (failure.contains(TAKEN)) {
        throw new PortTakenException(port);
      }
      throw new IllegalStateException("redis-server does not start:\n" + failure);
    }
  }

  /** Completes {@code outcome} with the empty text when the server is ready, with what it wrote when it ended first. */
  private void readOutput(CompletableFuture<String> outcome) {
    StringBuilder output = new StringBuilder();
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (READY.stream().anyMatch(line::contains)) {
          outcome.complete("");
        } else if (!outcome.isDone()) {
          output.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      output.append(e);
    }
    outcome.complete(output.append("(end of output)").toString());
  }

  private static String failureOf(CompletableFuture<String> outcome) {
    try {
      return outcome.get(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } catch (TimeoutException e) {
      return "not ready after " + START_SECONDS_MAX + " s";
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** The server's binary, unpacked once per JVM and deleted with it. */
  private static final class Executable {
    static final File FILE = unpack();

    private static File unpack() {
      try {
        return ExecutableProvider.newJarResourceProvider().get();
      } catch (IOException e) {
        throw new UncheckedIOException("no redis-server for this system", e);
      }
    }
  }
}
