package org.p2pd.standalone.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server: its own process, 127.0.0.1 only, nothing persisted.
 *
 * <p>It ends with {@link #close}; where this process is killed before, a {@link Watchdog} ends it.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String READY = "Ready to accept connections";
  private static final String TAKEN = "Address already in use";
  private static final int ATTEMPTS_MAX = 20;
  private static final int OUTPUT_CHARS_MAX = 2_000;
  private static final int END_SECONDS_MAX = 5;

  private final Process server;
  private final Watchdog watchdog;
  private final int port;

  private EmbeddedRedis(Process server, Watchdog watchdog, int port) {
    this.server = server;
    this.watchdog = watchdog;
    this.port = port;
  }

  /**
   * Starts an empty server and returns when it accepts connections.
   *
   * @param directory an existing directory of this process alone; the program is unpacked there, and all of it is
   *     removed after a violent death of this process
   * @param ports a port to try, another one with each call
   * @throws RedisFailedException when it does not start
   */
  public static EmbeddedRedis start(Path directory, IntSupplier ports) {
    File program = unpack(directory);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      int port = ports.getAsInt();
      EmbeddedRedis redis = launch(program, directory, port);
      String complaint = redis.awaitReady();
      if (complaint.isEmpty()) {
        return redis;
      }
      redis.close();
      if (!complaint.contains(TAKEN)) {
        throw new RedisFailedException(explained(complaint));
      }
    }
    throw new RedisFailedException("Redis found no free port in " + ATTEMPTS_MAX + " attempts");
  }

  /** The address as {@code p2pd.redis.url} takes it. */
  public String url() {
    return "redis://" + HOST + ":" + port;
  }

  /** Ends the server and waits for its end. */
  @Override
  public void close() {
    server.destroyForcibly();
    try {
      server.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watchdog.dismiss();
  }

  private static File unpack(Path directory) {
    try {
      return ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
    } catch (IOException | RuntimeException e) {
      throw new RedisFailedException(
          "no Redis for this system (" + e.getMessage()
              + "): start the roles one by one with a Redis of your own, P2PD_REDIS_URL",
          e);
    }
  }

  private static EmbeddedRedis launch(File program, Path directory, int port) {
    try {
      Process server = new ProcessBuilder(command(program, directory, port))
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .start();
      return new EmbeddedRedis(server, Watchdog.over(server, directory), port);
    } catch (IOException e) {
      throw new RedisFailedException("Redis does not start: " + e.getMessage(), e);
    }
  }

  private static List<String> command(File program, Path directory, int port) {
    return List.of(
        program.getAbsolutePath(),
        "--port",
        Integer.toString(port),
        "--bind",
        HOST,
        "--save",
        "",
        "--appendonly",
        "no",
        "--daemonize",
        "no",
        "--dir",
        directory.toString());
  }

  /** Empty when the server is ready, else what it wrote before it ended. */
  private String awaitReady() {
    StringBuilder output = new StringBuilder();
    BufferedReader reader = server.inputReader(UTF_8);
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.contains(READY)) {
          drain(reader);
          return "";
        }
        output.append(line).append('\n');
      }
    } catch (IOException e) {
      output.append(e.getMessage());
    }
    return output.isEmpty() ? "it ended at once" : output.toString();
  }

  /** Reads on, so that the server never waits for a full pipe. */
  private void drain(BufferedReader reader) {
    Thread thread = new Thread(
        () -> {
          try (reader) {
            while (reader.readLine() != null) {
              // Nobody reads a demo's Redis log.
            }
          } catch (IOException e) {
            // The server ended.
          }
        },
        "redis-output");
    thread.setDaemon(true);
    thread.start();
  }

  private static String explained(String complaint) {
    if (complaint.contains("libssl")) {
      return "Redis needs OpenSSL 3: install it (Debian and Ubuntu: apt install libssl3)";
    }
    String stripped = complaint.strip();
    int from = Math.max(0, stripped.length() - OUTPUT_CHARS_MAX);
    return "Redis does not start: " + stripped.substring(from);
  }
}
