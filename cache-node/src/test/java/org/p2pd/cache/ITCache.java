package org.p2pd.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.store.BlockStore;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** One cache, a tracker and an origin: pulling through, once, verified, and told to the network. */
@ExtendWith(OutputCaptureExtension.class)
class ITCache {
  private static final TestFilm FILM =
      TestFilm.of("http://cdn.example.com/films/movie.mp4", 60 * TestFilm.BLOCK + 77, 1);
  private static final TestFilm EMPTY = TestFilm.of("http://cdn.example.com/empty", 0, 1);
  private static final String PATH = "/films/movie.mp4";

  /** What one transfer may ask for twice (docs/streaming.md). */
  private static final int DUPLICATES_MAX = 4;

  @TempDir
  Path directory;

  private TrackerStub tracker;
  private OriginStub origin;
  private CacheNode cache;

  @BeforeEach
  void start() {
    tracker = new TrackerStub(FILM, EMPTY);
    origin = new OriginStub(FILM);
    tracker.hosts.add(origin.entry());
    cache = new CacheNode(directory, tracker.url(), "--p2pd.cache.token=secret");
    awaitRegistration();
  }

  private void awaitRegistration() {
    await().until(() -> cache.health(), health -> health.contains("registered at"));
  }

  @AfterEach
  void stop() {
    cache.close();
    origin.close();
    tracker.close();
  }

  @Test
  void get_uncachedThenCached_isTheFilmAndCrossesFromTheOriginOnce() throws Exception {
    HttpResponse<byte[]> first = cache.get(PATH);
    HttpResponse<byte[]> second = cache.get(PATH);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).isEqualTo(FILM.bytes());
    assertThat(second.body()).isEqualTo(FILM.bytes());
    assertThat(first.headers().firstValue("Cache-Status")).hasValue("p2pd; fwd=miss; stored");
    assertThat(second.headers().firstValue("Cache-Status").orElseThrow()).startsWith("p2pd; hit");
    assertThat(origin.blocksSent()).isEqualTo(FILM.blocks());
    assertThat(cache.health()).contains("\"status\":\"UP\"");
  }

  @Test
  void get_headers_areThoseOfTheContract() throws Exception {
    HttpResponse<byte[]> response = cache.get(PATH);

    assertThat(response.headers().map())
        .containsEntry("etag", List.of("\"" + FILM.manifest().contentId() + "\""))
        .containsEntry("accept-ranges", List.of("bytes"))
        .containsEntry("content-type", List.of("video/mp4"))
        .containsEntry("cache-control", List.of("public, max-age=60"))
        .containsEntry("vary", List.of("Accept"))
        .containsEntry("via", List.of("1.1 p2pd"))
        .containsEntry("last-modified", List.of("Tue, 14 Nov 2023 22:13:20 GMT"))
        .containsEntry("p2pd-content-id", List.of(FILM.manifest().contentId().hex()))
        .containsEntry(
            "repr-digest", List.of("sha-256=:" + Digest.of(FILM.bytes()).base64() + ":"))
        .containsEntry("digest", List.of("SHA-256=" + Digest.of(FILM.bytes()).base64()))
        .containsKey("age");
  }

  @Test
  void get_range_fetchesOnlyTheBlocksItTouches() throws Exception {
    int from = 20 * TestFilm.BLOCK + 5;
    int to = 22 * TestFilm.BLOCK + 5;
    HttpResponse<byte[]> response = cache.get(PATH, "Range", "bytes=" + from + "-" + to);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(FILM.bytes(), from, to + 1));
    assertThat(cache.bean(BlockStore.class).held(FILM.manifest().contentId()))
        .isEqualTo(BlockSet.range(20, 22));
    assertThat(origin.blocksSent()).isEqualTo(3);
  }

  @Test
  void get_storedFilesBrokenSince_areFetchedAgainAndNobodyNotices() throws Exception {
    cache.get(PATH);
    int before = origin.blocksSent();
    Files.delete(file(3));
    Files.write(file(4), new byte[5]);

    // For some seconds they are still in memory. A block that is late on a busy machine may be
    // asked for twice.
    await().untilAsserted(() -> {
      assertThat(cache.get(PATH).body()).isEqualTo(FILM.bytes());
      assertThat(origin.blocksSent()).isBetween(before + 2, before + 2 + DUPLICATES_MAX);
    });
    assertThat(file(3)).hasSize(TestFilm.BLOCK);
    assertThat(file(4)).hasSize(TestFilm.BLOCK);
  }

  private Path file(int block) {
    String name = FILM.manifest().blockDigest(block).hex();
    return directory.resolve("blocks").resolve(name.substring(0, 2)).resolve(name);
  }

  @Test
  void get_manyAtOnce_shareOneFetchPerBlock() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(20);
    try {
      Callable<byte[]> viewer = () -> cache.get(PATH).body();
      List<byte[]> bodies = new ArrayList<>();
      for (Future<byte[]> each : clients.invokeAll(Collections.nCopies(20, viewer))) {
        bodies.add(each.get());
      }
      assertThat(bodies).allSatisfy(body -> assertThat(body).isEqualTo(FILM.bytes()));
    } finally {
      clients.shutdown();
    }
    assertThat(origin.blocksSent()).isEqualTo(FILM.blocks());
  }

  @Test
  void get_conditionalAndHead_needNoBlock() throws Exception {
    String etag = "\"" + FILM.manifest().contentId() + "\"";

    assertThat(cache.get(PATH, "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(cache.get(PATH, "Range", "bytes=99999999-").statusCode()).isEqualTo(416);
    HttpResponse<byte[]> head = cache.send("HEAD", PATH);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(FILM.bytes().length);
    assertThat(origin.blocksSent()).isZero();
  }

  @Test
  void get_emptyFilm_isEmptyWhateverTheRange() throws Exception {
    assertThat(cache.get("/empty").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> ranged = cache.get("/empty", "Range", "bytes=0-5");
    assertThat(ranged.statusCode()).isEqualTo(200);
    assertThat(ranged.body()).isEmpty();
  }

  @Test
  void get_acceptPublication_isThePublication() throws Exception {
    HttpResponse<byte[]> response =
        cache.get(PATH, "Accept", "application/vnd.p2pd.publication+json");

    assertThat(new String(response.body(), UTF_8))
        .contains(FILM.name().url(), FILM.manifest().contentId().hex());
  }

  @Test
  void get_unknownNameOrNonsense_isAProblem() throws Exception {
    assertThat(cache.get("/no/such.mp4").statusCode()).isEqualTo(404);
    assertThat(cache.get("/a//b").statusCode()).isEqualTo(400);
    assertThat(cache.get("/a%00b").statusCode()).isEqualTo(400);
    assertThat(cache.get("/.p2pd/content/xyz").statusCode()).isEqualTo(400);
    assertThat(cache.get("/.p2pd/nothing").statusCode()).isEqualTo(404);
    assertThat(cache.send("POST", PATH).statusCode()).isEqualTo(405);
    assertThat(cache.send("OPTIONS", PATH).headers().firstValue("Allow").orElseThrow())
        .contains("GET", "HEAD", "OPTIONS");
  }

  @Test
  void keepAlive_answersFromOtherThreads_loseNoRequest() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(cache.get("/no/such" + i).statusCode()).isEqualTo(404);
      assertThat(cache.get("/a//b").statusCode()).isEqualTo(400);
      assertThat(cache.get(FILM.idPath(), "Range", "bytes=0-0").statusCode()).isEqualTo(206);
    }
  }

  @Test
  void get_loop_is508() throws Exception {
    cache.get(PATH, "Range", "bytes=0-0");
    String self = origin.loops.get(0);
    assertThat(self).startsWith("p2pd-");

    assertThat(cache.get(PATH, "CDN-Loop", "other.example, " + self).statusCode())
        .isEqualTo(508);
    assertThat(cache.get(PATH, "CDN-Loop", "other.example").statusCode()).isEqualTo(200);
    assertThat(origin.loops).contains(self + ", other.example");
  }

  @Test
  void contentById_fetchesForItsNetworksAndServesBlocks() throws Exception {
    HttpResponse<byte[]> content = cache.get(FILM.idPath(), "Range", "bytes=0-99999");
    HttpResponse<byte[]> have = cache.get(FILM.idPath() + "/have");
    HttpResponse<byte[]> block =
        cache.get("/.well-known/ni/sha-256/" + FILM.manifest().blockDigest(3).base64Url());

    assertThat(content.body()).isEqualTo(Arrays.copyOf(FILM.bytes(), 100_000));
    assertThat(new String(have.body(), UTF_8)).isEqualTo("{\"blocks\":\"0-6\"}");
    assertThat(block.body()).hasSize(TestFilm.BLOCK);
    assertThat(cache.get(FILM.idPath() + "/manifest").statusCode()).isEqualTo(200);
  }

  @Test
  void registration_saysWhoItFetchesFor_andBlocksAreAnnounced() throws Exception {
    cache.get(PATH);

    assertThat(tracker.registrations.get(0).role()).isEqualTo(HostRole.CACHE);
    assertThat(tracker.registrations.get(0).port()).isEqualTo(cache.port());
    assertThat(tracker.registrations.get(0).fetchesFor()).contains("127.0.0.0/8");
    await()
        .untilAsserted(() -> assertThat(tracker.announced)
            .containsEntry(FILM.manifest().contentId(), BlockSet.first(FILM.blocks())));

    cache.bean(BlockStore.class).forget(FILM.manifest().contentId());
    await()
        .untilAsserted(() -> assertThat(tracker.announced)
            .containsEntry(FILM.manifest().contentId(), BlockSet.empty()));
  }

  @Test
  void identity_answersTheCallBack() throws Exception {
    assertThat(cache.get("/.p2pd/identity?nonce=" + "ab".repeat(16)).statusCode())
        .isEqualTo(200);
    assertThat(cache.get("/.p2pd/identity?nonce=1").statusCode()).isEqualTo(400);
  }

  @Test
  void get_originSilent_is504Within10Seconds() throws Exception {
    origin.fault = OriginStub.Fault.SILENT;
    long start = System.nanoTime();
    HttpResponse<byte[]> response = cache.get(PATH);

    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void get_originLies_storesNothingOfIt() throws Exception {
    origin.fault = OriginStub.Fault.WRONG_BYTES;

    assertThat(cache.get(PATH, "Range", "bytes=0-0").statusCode()).isEqualTo(504);
    assertThat(cache.bean(BlockStore.class).held(FILM.manifest().contentId()).isEmpty())
        .isTrue();
  }

  @Test
  void restart_withOriginGone_servesWhatIsStored() throws Exception {
    cache.get(PATH);
    cache.close();
    origin.close();
    cache = new CacheNode(directory, tracker.url());

    HttpResponse<byte[]> response = cache.get(PATH);

    assertThat(response.body()).isEqualTo(FILM.bytes());
    assertThat(response.headers().firstValue("Cache-Status").orElseThrow()).contains("hit");
    awaitRegistration();
    await()
        .untilAsserted(() -> assertThat(tracker.announced)
            .containsEntry(FILM.manifest().contentId(), BlockSet.first(FILM.blocks())));
  }

  @Test
  void restart_withTrackerAndOriginGone_knownFilmPlaysOnAndTheRestIsRefusedInTime()
      throws Exception {
    cache.get(PATH, "Range", "bytes=0-99999");
    await()
        .until(
            () -> cache.bean(BlockStore.class).notes().get(FILM.manifest().contentId()).length,
            length -> length > 0);
    cache.close();
    origin.close();
    tracker.stop();
    cache = new CacheNode(directory, tracker.url(), "--p2pd.cache.authorities=cdn.example.com");

    HttpResponse<byte[]> here = cache.get(PATH, "Range", "bytes=0-99999");
    HttpResponse<byte[]> absent = cache.get(PATH, "Range", "bytes=500000-600000");

    assertThat(here.statusCode()).isEqualTo(206);
    assertThat(here.body()).isEqualTo(Arrays.copyOf(FILM.bytes(), 100_000));
    assertThat(absent.statusCode()).isIn(502, 504);
  }

  @Test
  void start_withAndWithoutTheToken_onlyTheStrangerIsToldThatItGetsNoInternalOrigin(
      @TempDir Path other, CapturedOutput output) {
    assertThat(output).doesNotContain("internal origin");

    new CacheNode(other, tracker.url()).close();

    assertThat(output).contains("Without P2PD_CACHE_TOKEN", "it is told of no internal origin");
  }

  @Test
  void trackerDown_cacheStartsSaysSoAndRecovers(@TempDir Path other) throws Exception {
    tracker.stop();
    try (CacheNode late = new CacheNode(other, tracker.url())) {
      await().until(late::health, health -> health.contains("\"DOWN\""));
      assertThat(late.get(PATH).statusCode()).isEqualTo(502);
      tracker.restart();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(late::health, health -> health.contains("registered at"));
      await().untilAsserted(() -> assertThat(late.get(PATH).body()).isEqualTo(FILM.bytes()));
    }
  }

  @Test
  void trackerGoes_knownFilmPlaysOn() throws Exception {
    cache.get(PATH);
    tracker.stop();

    assertThat(cache.get(PATH).body()).isEqualTo(FILM.bytes());
  }
}
