package org.p2pd.standalone.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.cli.P2pdCommand;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.wire.WireFormat;

/** The scenarios of 2009 by their own command lines: who served whom, by bytes. */
class ITScenarios {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int BLOCK = 256 << 10;
  private static final long LENGTH = 32L * BLOCK + 7;

  @TempDir
  private static Path media;

  private static byte[] film;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScenarioPorts ports = ScenarioPorts.free();
  private ScenarioSystem system = new ScenarioSystem(Scenario.HTTP, ports, (what, where) -> {});

  @BeforeAll
  static void makeFilm() throws IOException {
    film = Files.readAllBytes(TestBytes.randomFile(media.resolve("movie.mpg"), LENGTH, 5));
  }

  @AfterEach
  void end() {
    system.close();
  }

  @Test
  void scenario1_everyViewerIsServedByTheServer_andNoViewerByAnother() {
    start(Scenario.SINGLE_SERVER);

    watch(0);
    watch(1);

    for (int viewer = 0; viewer < 2; viewer++) {
      assertThat(status(viewer).received().origin()).isEqualTo(LENGTH);
      assertThat(status(viewer).served()).isZero();
    }
    assertThat(served(0)).isGreaterThanOrEqualTo(2 * LENGTH);
  }

  @Test
  void scenario2_viewersAreServedByTheServers_alsoWhenOneIsGone() {
    start(Scenario.INDEPENDENT_SERVERS);

    watch(0);
    List<Long> each = List.of(served(0), served(1), served(2));
    system.end("server");
    watch(1);

    assertThat(each.stream().mapToLong(Long::longValue).sum()).isGreaterThanOrEqualTo(LENGTH);
    assertThat(served(1) + served(2) - each.get(1) - each.get(2))
        .as("bytes of the others when one is gone")
        .isGreaterThanOrEqualTo(LENGTH);
    for (int viewer = 0; viewer < 2; viewer++) {
      assertThat(status(viewer).received().origin()).isGreaterThanOrEqualTo(LENGTH);
      assertThat(status(viewer).served()).isZero();
    }
  }

  @Test
  void scenario3_cachesHoldWhatTheServerHas_andCarryViewersAlone() {
    start(Scenario.SERVER_AND_CACHES);

    watch(0);
    for (int port : ports.caches()) {
      assertThat(get(port, "/movie.mpg").body()).isEqualTo(film);
    }
    long before = cached(0) + cached(1);
    system.end("server");
    watch(1);

    assertThat(cached(0) + cached(1) - before)
        .as("bytes from caches")
        .isGreaterThanOrEqualTo(LENGTH);
    assertThat(status(0).served() + status(1).served()).isZero();
  }

  @Test
  void scenario4_secondViewerIsServedByTheFirst_alsoWhenTheServerIsGone() {
    start(Scenario.PEERS);
    await().atMost(LONG).until(() -> status(0).reachable() && status(1).reachable());
    watch(0);
    assertThat(status(0).received().origin()).isEqualTo(LENGTH);
    await().atMost(LONG).until(() -> stats(0).delivered() >= LENGTH);

    system.end("server");
    watch(1);

    assertThat(status(1).received().agent()).isEqualTo(LENGTH);
    assertThat(status(0).served()).isEqualTo(LENGTH);
    await().atMost(LONG).until(() -> stats(0).delivered() >= 2 * LENGTH);
    long fromPeers = status(1).received().agent();
    assertThat(report("--agent", "http://localhost:" + ports.agents().get(1)))
        .contains("network,http://localhost:" + ports.trackers().get(0) + "," + 2 * LENGTH + ","
            + (2 * LENGTH - fromPeers) + ",0," + fromPeers + "," + fromPeers + ",,")
        .contains("agent,http://localhost:" + ports.agents().get(1) + "," + LENGTH + ","
            + (LENGTH - fromPeers) + ",0," + fromPeers + "," + fromPeers + ",,");
  }

  @Test
  void scenario5_filmEntersTheSite_andItsViewersNeedNobodyOutside() {
    start(Scenario.SITE_CACHE);
    await().atMost(LONG).until(() -> status(0).reachable() && status(1).reachable());

    watch(0);
    assertThat(stats(0).hosts()).isEqualTo(new TrackerStats.HostCounts(1, 1, 0));
    // Where the cache is slow for a moment, a viewer asks the film's own server for a block or two.
    assertThat(served(0)).as("bytes that entered").isBetween(LENGTH, 2 * LENGTH - BLOCK);
    assertThat(get(ports.caches().get(0), "/movie.mpg").body()).isEqualTo(film);
    system.end("server");
    watch(1);

    assertThat(status(1).received().origin()).isZero();
    assertThat(status(1).received().total()).isGreaterThanOrEqualTo(LENGTH);
    assertThat(stats(1).hosts()).isEqualTo(new TrackerStats.HostCounts(0, 1, 2));
  }

  @Test
  void scenarioHttp_plainViewersAreServedByCaches_thatFetchEachBlockOnce() {
    start(Scenario.HTTP);

    for (int viewer = 0; viewer < 3; viewer++) {
      for (int port : ports.caches()) {
        assertThat(get(port, "/movie.mpg").body()).isEqualTo(film);
      }
    }

    assertThat(cached(0)).isGreaterThanOrEqualTo(3 * LENGTH);
    assertThat(cached(1)).isGreaterThanOrEqualTo(3 * LENGTH);
    assertThat(served(0)).as("bytes of the server").isBetween(LENGTH, 3 * LENGTH);
    String film = "http://localhost:" + ports.servers().get(0) + "/movie.mpg";
    assertThat(report("--cache", "http://localhost:" + (ports.caches().get(0) + 1)))
        .anyMatch(row -> row.startsWith("title," + film + ",") && row.matches(".*,[3-9],[2-9]"));
  }

  private void start(Scenario scenario) {
    system = new ScenarioSystem(scenario, ports, (what, where) -> {});
    system.start(media, null);
    await().atMost(LONG).until(() -> stats(0).publications() == 1);
    if (scenario == Scenario.HTTP) {
      for (int port : ports.caches()) {
        await().atMost(LONG).until(() -> get(port, "/movie.mpg?head", "HEAD").statusCode() == 200);
      }
    } else {
      for (int viewer = 0; viewer < 2; viewer++) {
        int port = ports.agents().get(viewer);
        await().atMost(LONG).until(() -> get(port, gateway(), "HEAD").statusCode() == 200);
      }
    }
  }

  private void watch(int viewer) {
    HttpResponse<byte[]> answer = get(ports.agents().get(viewer), gateway());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(film);
  }

  private String gateway() {
    return "/localhost:" + ports.servers().get(0) + "/movie.mpg";
  }

  /** The rows of {@code p2pd report --csv}. */
  private List<String> report(String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "report", "--csv", "--tracker", "http://localhost:" + ports.trackers().get(0)));
    arguments.addAll(List.of(more));
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, UTF_8));
    try {
      assertThat(P2pdCommand.run(arguments.toArray(String[]::new))).isZero();
    } finally {
      System.setOut(before);
    }
    return said.toString(UTF_8).lines().toList();
  }

  private AgentStatus status(int viewer) {
    return json(ports.agents().get(viewer), "/api/status", AgentStatus.class);
  }

  private TrackerStats stats(int tracker) {
    return json(ports.trackers().get(tracker), "/v1/stats", TrackerStats.class);
  }

  /** Bytes of films that a server sent. */
  private long served(int server) {
    return metric(ports.servers().get(server) + 1, "p2pd.served.bytes");
  }

  /** Bytes that a cache sent. */
  private long cached(int cache) {
    return metric(ports.caches().get(cache) + 1, "p2pd.cache.bytes");
  }

  private long metric(int managementPort, String name) {
    HttpResponse<byte[]> answer = get(managementPort, "/actuator/metrics/" + name);
    return answer.statusCode() == 404
        ? 0
        : (long) WireFormat.json()
            .readValue(answer.body(), Metric.class)
            .measurements()
            .get(0)
            .value();
  }

  private record Metric(List<Measurement> measurements) {}

  private record Measurement(double value) {}

  private <T> T json(int port, String path, Class<T> form) {
    return WireFormat.json().readValue(get(port, path).body(), form);
  }

  private HttpResponse<byte[]> get(int port, String path) {
    return get(port, path, "GET");
  }

  private HttpResponse<byte[]> get(int port, String path, String method) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .timeout(LONG)
        .build();
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
