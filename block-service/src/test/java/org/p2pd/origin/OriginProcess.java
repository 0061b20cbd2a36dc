package org.p2pd.origin;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An origin in a process of its own, to be killed, or to live on little memory. */
final class OriginProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;
  private final int managementPort;

  private OriginProcess(Process process, int port, int managementPort) {
    this.process = process;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Starts one with that {@code -Xmx}; more settings as {@code name=value}. */
  static OriginProcess start(Path media, Path state, String heap, String... settings)
      throws IOException {
    int port = freePort();
    int managementPort = freePort();
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap,
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        OriginApplication.class.getName(),
        "--server.port=" + port,
        "--server.address=127.0.0.1",
        "--management.server.port=" + managementPort,
        "--management.server.address=127.0.0.1",
        "--p2pd.publish.directory=" + media,
        "--p2pd.publish.state-directory=" + state,
        "--p2pd.publish.settle=10ms"));
    for (String setting : settings) {
      command.add("--" + setting);
    }
    Process process = new ProcessBuilder(command).inheritIO().start();
    return new OriginProcess(process, port, managementPort);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits until {@code path} is answered like that. */
  void awaitStatus(String path, int status) {
    await().atMost(START_MAX).until(() -> status(port, path) == status);
  }

  /** The answer of the management port. */
  String management(String path) {
    return get(managementPort, path);
  }

  private int status(int at, String path) {
    try {
      return client.send(request(at, path), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String get(int at, String path) {
    try {
      return client.send(request(at, path), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(int at, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path)).build();
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
