package org.p2pd.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cache says about films in place of their bytes: Metalink, playlists, and where the torrent is. */
class ITCacheDescriptions {
  private static final String MIRROR = "http://mirror.example.net/movie.mp4";
  private static final TestFilm FILM = TestFilm.of(
          "http://cdn.example.com/films/a%20movie.mp4", 6 * TestFilm.BLOCK + 7, 1)
      .mirroredAt(MIRROR);
  private static final TestFilm REAL =
      TestFilm.of("http://cdn.example.com/films/real.mp4.meta4", 500, 2);
  private static final TestFilm REALS_FILM =
      TestFilm.of("http://cdn.example.com/films/real.mp4", 700, 3);
  private static final String PATH = "/films/a%20movie.mp4";
  private static final String METALINK = "application/metalink4+xml";

  @TempDir
  Path directory;

  private TrackerStub tracker;
  private OriginStub origin;
  private CacheNode cache;

  @BeforeEach
  void start() {
    tracker = new TrackerStub(FILM, REAL, REALS_FILM);
    origin = new OriginStub(FILM);
    tracker.hosts.add(origin.entry());
    cache = started();
  }

  @AfterEach
  void stop() {
    cache.close();
    origin.close();
    tracker.close();
  }

  private CacheNode started(String... settings) {
    CacheNode node = new CacheNode(directory, tracker.url(), settings);
    await().until(node::health, health -> health.contains("registered at"));
    return node;
  }

  private void restartCache(String... settings) {
    cache.close();
    cache = started(settings);
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  private String originUrl(String path) {
    return origin.entry().url() + path;
  }

  @Test
  void meta4_namesThisCacheThenTheMirrorThenTheOrigin_andFetchesNothing() throws Exception {
    HttpResponse<byte[]> metalink = cache.get(PATH + ".meta4");

    assertThat(metalink.statusCode()).isEqualTo(200);
    assertThat(metalink.headers().firstValue("Content-Type")).hasValue(METALINK);
    assertThat(metalink.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(metalink.headers().firstValue("Vary")).hasValue("Accept");
    assertThat(metalink.headers().firstValue("Via")).hasValue("1.1 p2pd");
    assertThat(text(metalink))
        .contains(
            "<file name=\"a movie.mp4\">",
            "<size>" + FILM.bytes().length + "</size>",
            FILM.manifest().blockDigest(6).hex(),
            "<url priority=\"1\">" + cache.url() + PATH + "</url>",
            "<url priority=\"2\">" + MIRROR + "</url>",
            "<url priority=\"3\">" + originUrl(PATH) + "</url>")
        .doesNotContain("priority=\"4\"");
    assertThat(origin.blocksSent()).isZero();
  }

  @Test
  void acceptOfMetalinkAlone_isTheSameDocument_andOfItBesideOthersTheFilm() throws Exception {
    cache.get(PATH);

    HttpResponse<byte[]> asked = cache.get(PATH, "Accept", METALINK);

    assertThat(text(asked)).isEqualTo(text(cache.get(PATH + ".meta4")));
    for (String accept : List.of(METALINK + ", */*", METALINK + ";q=0")) {
      assertThat(cache.get(PATH, "Accept", accept).body()).isEqualTo(FILM.bytes());
    }
    assertThat(cache
            .get(PATH, "Accept", "application/vnd.p2pd.publication+json;q=0")
            .body())
        .isEqualTo(FILM.bytes());
  }

  @Test
  void publishedNameThatEndsLikeADescription_isThatFile() throws Exception {
    HttpResponse<byte[]> real = cache.send("HEAD", "/films/real.mp4.meta4");

    assertThat(real.headers().firstValue("P2pd-Content-Id"))
        .hasValue(REAL.manifest().contentId().hex());
    assertThat(real.headers().firstValue("Content-Type")).hasValue("video/mp4");
  }

  @Test
  void nodeThatAsksForThePublicationOfADescription_hearsThatThereIsNone() throws Exception {
    assertThat(cache
            .get(PATH + ".meta4", "Accept", "application/vnd.p2pd.publication+json")
            .statusCode())
        .isEqualTo(404);
    assertThat(cache.get("/films/nobody.mp4.meta4").statusCode()).isEqualTo(404);
    assertThat(cache.get("/films/.meta4").statusCode()).isEqualTo(404);
  }

  @Test
  void playlist_hasTheFilmForAgentsAndHere() throws Exception {
    HttpResponse<byte[]> playlist = cache.get(PATH + "?playlist");

    assertThat(playlist.headers().firstValue("Content-Type"))
        .hasValue("application/x-spp-playlist");
    assertThat(text(playlist))
        .isEqualTo("spp://cdn.example.com" + PATH + "\n" + cache.url() + PATH + "\n");
    assertThat(origin.blocksSent()).isZero();
  }

  @Test
  void film_linksToItsDescription_whetherFetchedOrHere() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(cache.get(PATH).headers().allValues("Link"))
          .containsExactly(
              "<" + MIRROR + ">; rel=duplicate; pri=1",
              "<" + PATH + ".meta4>; rel=describedby; type=\"" + METALINK + "\"");
    }
  }

  @Test
  void torrent_isAtTheOrigin_andNowhereWhereNoneIsKnown() throws Exception {
    HttpResponse<byte[]> torrent = cache.get(PATH + ".torrent");
    tracker.hosts.clear();
    restartCache();
    HttpResponse<byte[]> unknown = cache.get(PATH + ".torrent");

    assertThat(torrent.statusCode()).isEqualTo(307);
    assertThat(torrent.headers().firstValue("Location")).hasValue(originUrl(PATH + ".torrent"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(text(unknown)).contains("no origin of http://cdn.example.com" + PATH);
  }

  @Test
  void clientOfNoNetwork_isSentToTheOthersOnly() throws Exception {
    restartCache("--p2pd.cache.authorities=cdn.example.com", "--p2pd.cache.networks=10.1.0.0/16");

    assertThat(text(cache.get(PATH + ".meta4")))
        .contains("<url priority=\"1\">" + MIRROR + "</url>")
        .doesNotContain(cache.url());
  }

  @Test
  void ownUrl_isNamedWhereItMeansTheSameFilm() throws Exception {
    restartCache("--p2pd.cache.token=secret", "--p2pd.cache.url=https://cdn.example.com");

    assertThat(text(cache.get(PATH + ".meta4")))
        .contains("<url priority=\"1\">https://cdn.example.com" + PATH + "</url>");
  }

  @Test
  void otherSites_areNotDescribed() throws Exception {
    restartCache("--p2pd.cache.authorities=cdn.example.com");

    for (String target : List.of(PATH + ".meta4", PATH + ".torrent", PATH + "?playlist")) {
      assertThat(statusLine(target, "other.example.org")).contains(" 403 ");
      assertThat(statusLine(target, "cdn.example.com")).doesNotContain(" 403 ");
    }
  }

  private String statusLine(String target, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", cache.port())) {
      String request =
          "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1)
          .lines()
          .findFirst()
          .orElseThrow();
    }
  }
}
