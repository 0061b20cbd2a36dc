package org.p2pd.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code Cache-Control: only-if-cached}: for who would rather have nothing than have it fetched. */
class ITCacheOnlyIfCached {
  private static final TestFilm FILM =
      TestFilm.of("http://cdn.example.com/movie.mp4", 20 * TestFilm.BLOCK, 1);
  private static final String PATH = "/movie.mp4";

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
    cache = new CacheNode(directory, tracker.url());
    await().until(cache::health, health -> health.contains("registered at"));
  }

  @AfterEach
  void stop() {
    cache.close();
    origin.close();
    tracker.close();
  }

  private HttpResponse<byte[]> onlyIfCached(String path, String... more) throws Exception {
    String[] headers = Arrays.copyOf(more, more.length + 2);
    headers[more.length] = "Cache-Control";
    headers[more.length + 1] = "no-transform, Only-If-Cached";
    return cache.get(path, headers);
  }

  private static void assertRefused(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.headers().firstValue("Cache-Status"))
        .hasValue("p2pd; detail=only-if-cached");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new String(response.body(), UTF_8)).contains("only-if-cached");
  }

  @Test
  void filmNeverHeardOf_is504_andNobodyIsAskedAboutIt() throws Exception {
    assertRefused(onlyIfCached(PATH));
    assertRefused(onlyIfCached("/films/nobody.mp4"));

    assertThat(origin.blocksSent()).isZero();
    assertThat(tracker.resolved).hasValue(0);
  }

  @Test
  void filmHalfHere_theHalfIsServed_andTheWholeIs504_andNothingIsFetched() throws Exception {
    String half = "bytes=0-" + (10 * TestFilm.BLOCK - 1);
    cache.get(PATH, "Range", half);
    final int sent = origin.blocksSent();

    assertRefused(onlyIfCached(PATH));
    HttpResponse<byte[]> here = onlyIfCached(PATH, "Range", half);

    assertThat(here.statusCode()).isEqualTo(206);
    assertThat(here.body()).isEqualTo(Arrays.copyOf(FILM.bytes(), 10 * TestFilm.BLOCK));
    assertThat(origin.blocksSent()).isEqualTo(sent);
  }

  @Test
  void filmHere_isServed() throws Exception {
    cache.get(PATH);

    HttpResponse<byte[]> here = onlyIfCached(PATH);

    assertThat(here.statusCode()).isEqualTo(200);
    assertThat(here.body()).isEqualTo(FILM.bytes());
    assertThat(here.headers().firstValue("Cache-Status").orElseThrow()).startsWith("p2pd; hit");
  }

  @Test
  void contentById_lacking_isNotFetched() throws Exception {
    cache.get(PATH, "Range", "bytes=0-5");
    final int sent = origin.blocksSent();

    HttpResponse<byte[]> lacking = onlyIfCached(FILM.idPath(), "Range", "bytes=0-400000");

    assertThat(lacking.statusCode()).isEqualTo(404);
    assertThat(lacking.headers().firstValue("P2pd-Have").orElseThrow()).startsWith("0");
    assertThat(origin.blocksSent()).isEqualTo(sent);
  }
}
