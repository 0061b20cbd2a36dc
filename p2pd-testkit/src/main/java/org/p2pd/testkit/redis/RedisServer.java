package org.p2pd.testkit.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis server for one test class: its own process, 127.0.0.1 only, a free port, nothing persisted.
 *
 * <p>It ends with {@link #close} and at the latest with the JVM. {@link #stop}, {@link #restart}, {@link #pause} and
 * {@link #resume} play the failures a tracker must survive. Not for use by several threads at once.
 */
public final class RedisServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int ATTEMPTS_MAX = 20;

  private final Path directory;
  private final Thread cleaner = new Thread(this::release, "redis-cleaner");
  private final List<String> options;
  private final int port;
  private volatile @Nullable RedisProcess process;

  private RedisServer(IntSupplier choice, String... options) {
    this.options = List.of(options);
    directory = temporaryDirectory();
    Runtime.getRuntime().addShutdownHook(cleaner);
    RedisProcess first = startOn(choice);
    port = first.port();
    process = first;
  }

  /** Starts an empty server and returns when it accepts connections. */
  public static RedisServer start() {
    return new RedisServer(RedisServer::freePort);
  }

  /** As {@link #start}, with more options of {@code redis-server}; the first may be a configuration file. */
  static RedisServer start(IntSupplier port, String... options) {
    return new RedisServer(port, options);
  }

  /** The port of 127.0.0.1, the same after {@link #restart}. */
  public int port() {
    return port;
  }

  /** The host, always {@code 127.0.0.1}. */
  public String host() {
    return HOST;
  }

  /** The address as Spring's {@code spring.data.redis.url} takes it: {@code redis://127.0.0.1:<port>}. */
  public String url() {
    return "redis://" + HOST + ":" + port;
  }

  /** Kills the server; its connections are reset and its data is gone. Does nothing where none runs. */
  public void stop() {
    RedisProcess running = process;
    process = null;
    if (running != null) {
      running.kill();
    }
  }

  /** Kills the server where it runs and starts an empty one on the same port. */
  public void restart() {
    stop();
    process = startOn(() -> port);
  }

  /**
   * Freezes the server: connections stay open and get no answer (SIGSTOP).
   *
   * @throws UnsupportedOperationException where the system has no such signal
   */
  public void pause() {
    running().signal("STOP");
  }

  /** Lets a paused server go on. */
  public void resume() {
    running().signal("CONT");
  }

  @Override
  public void close() {
    release();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The JVM is going down and runs the cleaner itself.
    }
  }

  private RedisProcess running() {
    RedisProcess running = process;
    if (running == null) {
      throw new IllegalStateException("redis on port " + port + " is stopped");
    }
    return running;
  }

  private RedisProcess startOn(IntSupplier port) {
    for (int attempt = 1; ; attempt++) {
      try {
        return RedisProcess.start(port.getAsInt(), directory, options);
      } catch (PortTakenException e) {
        giveUpAfter(attempt, e);
      }
    }
  }

  private static void giveUpAfter(int attempt, PortTakenException e) {
    if (attempt == ATTEMPTS_MAX) {
      throw new IllegalStateException("no port for redis after " + attempt + " attempts", e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("p2pd-redis-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void release() {
    stop();
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // Released before, or left to the system's cleaning of its temporary directory.
    }
  }
}
