package org.p2pd.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.store.BlockStore;

/** Who gets what: authorities, networks, parents, and a disk that is full. */
class ITCachePolicy {
  private static final TestFilm FILM =
      TestFilm.of("http://cdn.example.com/movie.mp4", 20 * TestFilm.BLOCK, 1);
  private static final TestFilm OTHER =
      TestFilm.of("http://other.example.org/movie.mp4", 20 * TestFilm.BLOCK, 2);

  @TempDir
  Path directory;

  private TrackerStub tracker;
  private OriginStub origin;

  @BeforeEach
  void start() {
    tracker = new TrackerStub(FILM, OTHER);
    origin = new OriginStub(FILM);
    tracker.hosts.add(origin.entry());
  }

  @AfterEach
  void stop() {
    origin.close();
    tracker.close();
  }

  private CacheNode cache(String... settings) throws Exception {
    CacheNode cache = new CacheNode(directory.resolve("a"), tracker.url(), settings);
    await().until(cache::health, health -> health.contains("registered at"));
    return cache;
  }

  private static String raw(CacheNode cache, String... lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", cache.port())) {
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void host_choosesTheSite() throws Exception {
    try (CacheNode cache = cache()) {
      assertThat(raw(cache, "GET /movie.mp4 HTTP/1.1", "Host: cdn.example.com"))
          .startsWith("HTTP/1.1 200")
          .contains("P2pd-Content-Id: " + FILM.manifest().contentId());
      assertThat(
              raw(cache, "GET http://cdn.example.com/movie.mp4 HTTP/1.1", "Host: cdn.example.com"))
          .startsWith("HTTP/1.1 200");
      assertThat(raw(cache, "HEAD /movie.mp4 HTTP/1.1", "Host: other.example.org"))
          .contains("P2pd-Content-Id: " + OTHER.manifest().contentId());
      assertThat(raw(cache, "GET /movie.mp4 HTTP/1.1", "Host: nobody.example.net"))
          .startsWith("HTTP/1.1 404");
      assertThat(raw(cache, "GET /movie.mp4 HTTP/1.1", "Host: localhost"))
          .startsWith("HTTP/1.1 404")
          .contains("the name of one of the 2 sites");
      assertThat(raw(cache, "GET /movie.mp4 HTTP/1.1", "X: y")).startsWith("HTTP/1.1 400");
      assertThat(raw(cache, "GET /movie.mp4 HTTP/1.1", "Host: a", "Host: b"))
          .startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void absoluteTarget_choosesTheSite_whateverHostSays() throws Exception {
    try (CacheNode cache = cache()) {
      String target = "HEAD http://other.example.org/movie.mp4 HTTP/1.1";
      assertThat(raw(cache, target, "Host: cdn.example.com"))
          .startsWith("HTTP/1.1 200")
          .contains("P2pd-Content-Id: " + OTHER.manifest().contentId());
      assertThat(raw(
              cache, "GET http://nobody.example.net/movie.mp4 HTTP/1.1", "Host: cdn.example.com"))
          .startsWith("HTTP/1.1 404");
      assertThat(raw(cache, target, "X: y")).startsWith("HTTP/1.1 400");
      assertThat(raw(cache, target, "Host: a/b")).startsWith("HTTP/1.1 400");
      assertThat(raw(cache, "GET http://a@b/movie.mp4 HTTP/1.1", "Host: cdn.example.com"))
          .startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void hostThatSaysNothing_meansTheOnlySiteWhileThereIsOne() throws Exception {
    tracker.films.remove(OTHER);
    try (CacheNode cache = cache()) {
      assertThat(cache.get("/movie.mp4").body()).isEqualTo(FILM.bytes());
      assertThat(plainGet(cache)).contains(" 200 ");
      tracker.films.add(OTHER);
      // The list of sites is asked for anew by what is no plain hit.
      await().until(() -> cache.send("HEAD", "/movie.mp4").statusCode() == 404);
      assertThat(plainGet(cache)).contains(" 404 ");
    }
  }

  /** The status line for a request that needs nothing but bytes. */
  private static String plainGet(CacheNode cache) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", cache.port())) {
      String request = "GET /movie.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
          .readLine();
    }
  }

  @Test
  void authorities_others_areForbiddenByNameAndUnknownById() throws Exception {
    try (CacheNode cache = cache("--p2pd.cache.authorities=CDN.example.com")) {
      assertThat(cache.get("/movie.mp4").body()).isEqualTo(FILM.bytes());
      assertThat(raw(cache, "GET /movie.mp4 HTTP/1.1", "Host: other.example.org"))
          .startsWith("HTTP/1.1 403");
      assertThat(cache.get(OTHER.idPath()).statusCode()).isEqualTo(404);
      assertThat(cache.get(FILM.idPath()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void networks_clientOutside_getsOnlyWhatIsThere() throws Exception {
    try (CacheNode warm = cache("--p2pd.cache.authorities=cdn.example.com")) {
      warm.get("/movie.mp4", "Range", "bytes=0-40000");
    }
    try (CacheNode cache =
        cache("--p2pd.cache.authorities=cdn.example.com", "--p2pd.cache.networks=10.1.0.0/16")) {
      assertThat(cache.get("/movie.mp4", "Range", "bytes=5-20000").statusCode()).isEqualTo(206);
      HttpResponse<byte[]> lacking = cache.get("/movie.mp4");
      assertThat(lacking.statusCode()).isEqualTo(404);
      assertThat(lacking.headers().firstValue("P2pd-Have")).hasValue("0-2");
      assertThat(cache.get(FILM.idPath()).statusCode()).isEqualTo(404);
      assertThat(origin.blocksSent()).isEqualTo(3);
    }
  }

  @Test
  void contentThatNobodyPublishes_noFilmsAreLookedThroughForIt() throws Exception {
    try (CacheNode cache = cache("--p2pd.cache.authorities=cdn.example.com")) {
      assertThat(cache.get("/.p2pd/content/" + "0a".repeat(32)).statusCode()).isEqualTo(404);

      assertThat(tracker.cataloguePages).hasValue(0);
    }
  }

  @Test
  void networks_clientOutside_asksForAnyContent_theTrackerHearsNothingOfIt() throws Exception {
    try (CacheNode cache =
        cache("--p2pd.cache.authorities=cdn.example.com", "--p2pd.cache.networks=10.1.0.0/16")) {
      for (String path : List.of("", "/have", "/manifest")) {
        assertThat(cache.get("/.p2pd/content/" + "0a".repeat(32) + path).statusCode())
            .isEqualTo(404);
      }

      assertThat(tracker.cataloguePages).hasValue(0);
    }
  }

  @Test
  void parent_isPreferredAndTheOriginSpared() throws Exception {
    try (CacheNode parent = cache();
        CacheNode child = new CacheNode(
            directory.resolve("b"),
            tracker.url(),
            "--p2pd.cache.authorities=cdn.example.com",
            "--p2pd.cache.parent=" + parent.url())) {
      await().until(child::health, health -> health.contains("registered at"));

      assertThat(child.get("/movie.mp4").body()).isEqualTo(FILM.bytes());
      assertThat(parent.bean(BlockStore.class).held(FILM.manifest().contentId()))
          .isEqualTo(BlockSet.first(FILM.blocks()));
      assertThat(origin.blocksSent()).isEqualTo(FILM.blocks());
      assertThat(origin.loops).allSatisfy(loop -> assertThat(loop).contains(", "));
    }
  }

  @Test
  void parent_dead_isGoneRound() throws Exception {
    try (CacheNode cache =
        cache("--p2pd.cache.authorities=cdn.example.com", "--p2pd.cache.parent=127.0.0.1:9")) {
      assertThat(cache.get("/movie.mp4").body()).isEqualTo(FILM.bytes());
    }
  }

  @Test
  void diskRefuses_viewersSeeNoError() throws Exception {
    try (CacheNode cache = cache("--p2pd.cache.authorities=cdn.example.com")) {
      Files.delete(directory.resolve("a").resolve("tmp"));

      assertThat(cache.get("/movie.mp4").body()).isEqualTo(FILM.bytes());
      assertThat(cache.health()).contains("writing a block");
      HttpResponse<byte[]> again = cache.get("/movie.mp4");
      assertThat(again.body()).isEqualTo(FILM.bytes());
      assertThat(again.headers().firstValue("Cache-Status")).hasValue("p2pd; fwd=miss");
    }
  }

  @Test
  void size_smallerThanTheFilms_isKeptWhileAllAreServed() throws Exception {
    TestFilm large = TestFilm.of("http://cdn.example.com/large.mp4", 200 * TestFilm.BLOCK + 1, 3);
    try (TrackerStub largeTracker = new TrackerStub(large);
        OriginStub largeOrigin = new OriginStub(large);
        CacheNode cache = new CacheNode(
            directory.resolve("small"), largeTracker.url(), "--p2pd.cache.size=1MB")) {
      largeTracker.hosts.add(largeOrigin.entry());
      await().until(cache::health, health -> health.contains("registered at"));
      for (int i = 0; i < 3; i++) {
        assertThat(cache.get("/large.mp4").body()).isEqualTo(large.bytes());
        assertThat(bytesIn(directory.resolve("small"))).isLessThanOrEqualTo(1 << 20);
      }
    }
  }

  private static long bytesIn(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  @Test
  void directory_inUse_stopsTheStartAndSaysWho() throws Exception {
    try (CacheNode first = cache()) {
      assertThat(first.port()).isPositive();
      assertThatThrownBy(() -> new CacheNode(directory.resolve("a"), tracker.url()))
          .rootCause()
          .hasMessageContaining("is used by another p2pd process");
    }
  }
}
