package org.p2pd.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.store.BlockStore;

/** What an operator sees and does at {@code /actuator/cache}. */
class ITCacheAdmin {
  private static final TestFilm FILM =
      TestFilm.of("http://cdn.example.com/movie.mp4", 20 * TestFilm.BLOCK + 5, 1);
  private static final String TOKEN = "secret";

  @TempDir
  Path directory;

  private TrackerStub tracker;
  private OriginStub origin;
  private CacheNode cache;

  @BeforeEach
  void start() {
    tracker = new TrackerStub(FILM);
    origin = new OriginStub(FILM);
    tracker.hosts.add(origin.entry());
    cache = cache();
  }

  private CacheNode cache() {
    CacheNode started = new CacheNode(directory, tracker.url(), "--p2pd.cache.token=" + TOKEN);
    await().until(started::health, health -> health.contains("registered at"));
    return started;
  }

  @AfterEach
  void stop() {
    cache.close();
    origin.close();
    tracker.close();
  }

  private HttpResponse<String> change(String action, String json) throws Exception {
    return cache.manage("POST", "/actuator/cache/" + action, json, TOKEN);
  }

  private String report() throws Exception {
    return cache.manage("GET", "/actuator/cache", null, null).body();
  }

  @Test
  void get_afterAMissAndAHit_tellsTotalsAndTheFilm() throws Exception {
    cache.get("/movie.mp4");
    cache.get("/movie.mp4", "Range", "bytes=5-99999");

    assertThat(report())
        .contains("\"hits\":1,\"partials\":0,\"misses\":1", "\"hitRatioByRequests\":0.5")
        .contains("\"storedBytes\":99995,\"fetchedBytes\":" + FILM.bytes().length)
        .contains("\"contentId\":\"" + FILM.manifest().contentId() + "\"")
        .contains("\"blocks\":21,\"blocksHeld\":21,\"pinned\":false,\"requests\":2,\"hits\":1");
    assertThat(cache
            .manage("GET", "/actuator/cache/" + FILM.manifest().contentId(), null, null)
            .body())
        .contains("\"blocksHeld\":21");
    assertThat(
            cache.manage("GET", "/actuator/metrics/p2pd.cache.fill", null, null).body())
        .contains("\"COUNT\",\"value\":1.0");
  }

  @Test
  void managementPort_nothingSet_isOnLoopbackOnly() {
    assertThat(cache.setting("management.server.address")).isEqualTo("127.0.0.1");
  }

  @Test
  void change_withoutTokenOrSense_isRefused() throws Exception {
    assertThat(cache.manage("POST", "/actuator/cache/drain", "{}", null).statusCode())
        .isEqualTo(401);
    assertThat(cache.send("POST", "/actuator/cache/drain").statusCode()).isEqualTo(405);
    assertThat(change("dance", "{}").statusCode()).isEqualTo(400);
    assertThat(change("purge", "{}").statusCode()).isEqualTo(400);
    assertThat(change("pin", "{\"url\":\"http://cdn.example.com/none.mp4\"}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void preheatThenPin_stayThroughARestartUntilPurged() throws Exception {
    String url = "\"url\":\"" + FILM.name().url() + "\"";
    assertThat(change("preheat", "{" + url + ",\"range\":\"5-x\"}").statusCode())
        .isEqualTo(400);
    HttpResponse<String> begun =
        change("preheat", "{" + url + ",\"range\":\"0-99999\",\"bytesPerSecond\":100000000}");
    assertThat(begun.statusCode()).isEqualTo(202);
    await().until(this::report, report -> report.contains("\"state\":\"done\""));
    assertThat(report()).contains("\"blocksDone\":7,\"blocksMax\":7");
    assertThat(cache.bean(BlockStore.class).held(FILM.manifest().contentId()))
        .isEqualTo(BlockSet.range(0, 6));

    assertThat(change("pin", "{" + url + "}").statusCode()).isEqualTo(200);
    cache.close();
    cache = cache();
    assertThat(report()).contains("\"blocksHeld\":7,\"pinned\":true");

    assertThat(change("purge", "{" + url + "}").statusCode()).isEqualTo(200);
    assertThat(report()).contains("\"contents\":[]");
  }

  @Test
  void preheat_slow_canBeStopped() throws Exception {
    change("preheat", "{\"url\":\"" + FILM.name().url() + "\",\"bytesPerSecond\":1000}");
    assertThat(report()).contains("\"state\":\"running\"");
    assertThat(change("stop", "{\"preheat\":1}").statusCode()).isEqualTo(200);
    assertThat(report()).contains("\"state\":\"stopped\"");
    assertThat(change("stop", "{\"preheat\":7}").statusCode()).isEqualTo(404);
  }

  @Test
  void drain_servesWhatIsHereAndNothingElse() throws Exception {
    cache.get("/movie.mp4", "Range", "bytes=0-99999");
    assertThat(change("drain", "{}").statusCode()).isEqualTo(202);

    await().until(this::report, report -> report.contains("\"state\":\"DRAINED\""));
    assertThat(cache.manage("GET", "/actuator/health/readiness", null, null).statusCode())
        .isEqualTo(503);
    assertThat(cache.get("/movie.mp4", "Range", "bytes=0-99999").statusCode()).isEqualTo(206);
    assertThat(cache.get("/movie.mp4").statusCode()).isNotEqualTo(200);
  }

  @Test
  void resume_afterADrain_fetchesAndIsRegisteredAndReadyAgain() throws Exception {
    change("drain", "{}");
    await().until(this::report, report -> report.contains("\"state\":\"DRAINED\""));
    await().until(cache::health, health -> health.contains("left http://"));

    assertThat(change("resume", "{}").statusCode()).isEqualTo(200);

    assertThat(report()).contains("\"state\":\"SERVING\"");
    assertThat(cache.manage("GET", "/actuator/health/readiness", null, null).statusCode())
        .isEqualTo(200);
    await().until(() -> tracker.registrations.size() == 2);
    await().until(cache::health, health -> health.contains("registered at"));
    assertThat(cache.get("/movie.mp4").body()).isEqualTo(FILM.bytes());
  }
}
