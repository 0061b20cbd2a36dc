package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.savings.NetworkHistory;
import org.p2pd.standalone.savings.NetworkSavings;

/**
 * The whole network, as the demo starts it: real HTTP, real Redis, real files. Every film is right on every way to it,
 * whatever a peer does.
 */
class ITWholeSystem {
  private static final int BLOCK = Film.BLOCK;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  private static Path directory;

  private static DemoSystem system;
  private static Ports ports;
  private static List<Film> films;
  private static Film shared;
  private static List<Film> victims;
  private static Fetch tracker;

  @BeforeAll
  static void startEverything() throws IOException {
    Path media = Files.createDirectory(directory.resolve("films with spaces"));
    films = List.of(
        Film.in(media, "empty.bin", 0),
        Film.in(media, "one-byte.bin", 1),
        Film.in(media, "a-block-less-one.bin", BLOCK - 1),
        Film.in(media, "a-block.bin", BLOCK),
        Film.in(media, "a-block-and-one.bin", BLOCK + 1),
        Film.in(media, "three-and-a-half.mp4", 3 * BLOCK + BLOCK / 2),
        Film.in(media, "big.mp4", 64 << 20));
    shared = Film.in(media, "shared.mp4", (16 << 20) + 77);
    victims = Stream.of(FakePeer.Manners.values())
        .map(manners -> Film.in(media, "victim-" + manners + ".mp4", 12 << 20))
        .toList();
    ports = Ports.free(2);
    system = new DemoSystem(new DemoSettings(ports, media, null), (what, where) -> {});
    system.start();
    tracker = Fetch.straight("tracker", url(ports.tracker()));
    int published = films.size() + 1 + victims.size();
    await().atMost(LONG).until(() -> system.films().size() == published);
    await().atMost(LONG).until(() -> status(0).reachable() && status(1).reachable());
  }

  @AfterAll
  static void stopEverything() {
    if (system != null) {
      system.close();
    }
  }

  static Stream<Film> films() {
    return films.stream();
  }

  @ParameterizedTest
  @MethodSource("films")
  void everyFilm_onEveryWay_isTheSameByteForByte(Film film) {
    String digest = film.sha256();
    for (Fetch way : ways()) {
      assertThat(way.sha256(film.path())).as("%s of %s", way, film.name()).isEqualTo(digest);
    }
  }

  @Test
  void viewerSeeks_beforeDuringAndAfter_getsThoseVeryBytes() {
    Film film = films.get(films.size() - 1);
    long[] positions = {film.length() / 2 + 13, 5L * BLOCK - 3, film.length() - 1000, 0};
    for (Fetch way : ways()) {
      for (long from : positions) {
        assertThat(way.bytes(film.path(), from, 1000))
            .as("%s from %d", way, from)
            .isEqualTo(film.bytes(from, 1000));
      }
    }
  }

  @Test
  void secondViewer_isServedMostlyByTheFirstAndTheCache() {
    String digest = shared.sha256();
    assertThat(gateway(0).sha256(shared.path())).isEqualTo(digest);
    awaitHolder(shared, HostRole.AGENT);
    BytesByRole before = status(1).received();

    assertThat(gateway(1).sha256(shared.path())).isEqualTo(digest);

    BytesByRole after = status(1).received();
    long spared = after.cache() - before.cache() + after.agent() - before.agent();
    assertThat(after.total() - before.total()).isEqualTo(shared.length());
    assertThat(spared).as("of %d bytes", shared.length()).isGreaterThan(shared.length() / 2);
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(stats()).satisfies(stats -> {
          assertThat(stats.bytesServed().agent())
              .isEqualTo(status(0).received().agent() + status(1).received().agent());
          assertThat(stats.bytesServed().cache())
              .isGreaterThanOrEqualTo(status(1).received().cache());
          assertThat(stats.delivered()).isGreaterThanOrEqualTo(2 * shared.length());
          assertThat(stats.hosts())
              .isEqualTo(new TrackerStats.HostCounts(1, 1, stats.hosts().agent()));
        }));
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(savingsOf(shared)).satisfies(traffic -> {
          assertThat(traffic.delivered()).isEqualTo(2 * shared.length());
          assertThat(traffic.origin()).isGreaterThan(0);
          assertThat(traffic.cache() + traffic.agent()).isGreaterThanOrEqualTo(spared);
          assertThat(traffic.origin() + traffic.cache() + traffic.agent())
              .as("by the agents, and by the cache")
              .isBetween(2 * shared.length(), 3 * shared.length());
          assertThat(traffic.spared()).isPositive();
        }));
  }

  /** What the tracker was told of one film by all, on all days. */
  private static NetworkHistory.Traffic savingsOf(Film film) {
    NetworkSavings savings = Fetch.straight("tracker's management", url(ports.trackerManagement()))
        .json("/actuator/savings?limit=1000", NetworkSavings.class);
    return NetworkSavings.byTitle(List.of(savings)).stream()
        .filter(each -> each.getKey().equals("http://" + system.authority() + film.path()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(new NetworkHistory.Traffic(0, 0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(FakePeer.Manners.class)
  void viewerAmongBadPeers_getsTheRightFilm_andAsksEachAtMostTwice(FakePeer.Manners manners) {
    Film film = victims.get(manners.ordinal());
    String digest = film.sha256();
    try (FakePeer peer = new FakePeer(url(ports.tracker()), film, manners)) {
      ContentId contentId = contentOf(film);
      peer.register();
      await().atMost(LONG).until(() -> peer.announce(contentId));

      for (int agent = 0; agent < 2; agent++) {
        int before = peer.asked();
        assertThat(gateway(agent).sha256(film.path())).isEqualTo(digest);
        assertThat(gateway(agent).sha256(film.path())).isEqualTo(digest);
        assertThat(peer.asked() - before).as("asked by agent %d", agent + 1).isLessThanOrEqualTo(2);
      }
      // The second agent may well have proven hosts enough.
      assertThat(peer.asked()).as("asked by both").isPositive();
    }
  }

  @Test
  void unknownFilm_onEveryWay_is404ThatNamesIt() {
    for (Fetch way : ways()) {
      HttpResponse<String> answer = way.get("/no/such/film.mp4");
      assertProblem(answer, 404, "/no/such/film.mp4");
    }
    String url = "http://" + system.authority() + "/no/such/film.mp4";
    assertProblem(tracker.get("/v1/publications?url=" + url), 404, url);
  }

  @Test
  void malformedContentId_onEveryNode_isRefusedByItsName() {
    for (int port : contentPorts()) {
      HttpResponse<String> answer =
          Fetch.straight("port " + port, url(port)).get("/.p2pd/content/not-an-id");
      assertThat(answer.statusCode()).as("port %d", port).isIn(400, 404);
      assertThat(answer.body()).as("port %d", port).contains("not-an-id");
    }
    assertProblem(tracker.get("/v1/contents/not-an-id"), 400, "not-an-id");
  }

  @Test
  void rangeBeyondTheEnd_onEveryWay_is416() {
    Film film = films.get(3);
    for (Fetch way : ways()) {
      HttpResponse<String> answer = way.get(film.path(), "Range", "bytes=" + film.length() + "-");
      assertThat(answer.statusCode()).as("%s", way).isEqualTo(416);
      assertThat(answer.headers().firstValue("Content-Range"))
          .as("%s", way)
          .hasValue("bytes */" + film.length());
    }
  }

  @Test
  void malformedBlocksAndJson_atTheTracker_are400ThatNamesThem() {
    String content = contentOf(shared).hex();
    assertProblem(tracker.get("/v1/contents/" + content + "/hosts?blocks=9-3"), 400, "9-3");
    assertProblem(
        tracker.post("/v1/hosts", "{\"hostId\":\"zz\",\"role\":\"agent\",\"port\":1}"), 400, "zz");
    assertProblem(tracker.post("/v1/hosts", "{\"hostId\":"), 400, "");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String named) {
    assertThat(answer.statusCode()).as("%s %s", answer.uri(), answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .as("%s", answer.uri())
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains(named);
  }

  private static void awaitHolder(Film film, HostRole role) {
    try (FakePeer observer = new FakePeer(url(ports.tracker()), film, FakePeer.Manners.DIES)) {
      ContentId contentId = contentOf(film);
      observer.register();
      await()
          .atMost(LONG)
          .until(() ->
              observer.holders(contentId).stream().map(HostEntry::role).toList().contains(role));
    }
  }

  private static ContentId contentOf(Film film) {
    String url = "http://" + system.authority() + film.path();
    return tracker.json("/v1/publications?url=" + url, Publication.class).contentId();
  }

  private static TrackerStats stats() {
    return tracker.json("/v1/stats", TrackerStats.class);
  }

  private static AgentStatus status(int agent) {
    return Fetch.straight("agent", url(viewer(agent))).json("/api/status", AgentStatus.class);
  }

  private static List<Fetch> ways() {
    return List.of(
        Fetch.straight("origin", url(ports.origin())),
        Fetch.straight("cache", url(ports.cache())),
        gateway(0),
        Fetch.proxied("agent 1 as proxy", viewer(0), "http://" + system.authority()),
        gateway(1),
        Fetch.proxied("agent 2 as proxy", viewer(1), "http://" + system.authority()));
  }

  private static Fetch gateway(int agent) {
    return Fetch.straight("agent " + (agent + 1), url(viewer(agent)) + "/" + system.authority());
  }

  private static List<Integer> contentPorts() {
    return List.of(
        ports.origin(),
        ports.cache(),
        ports.agents().get(0).peers(),
        ports.agents().get(1).peers());
  }

  private static int viewer(int agent) {
    return ports.agents().get(agent).viewer();
  }

  private static String url(int port) {
    return "http://localhost:" + port;
  }
}
