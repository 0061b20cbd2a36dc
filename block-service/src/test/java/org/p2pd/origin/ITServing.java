package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.origin.TestOrigin.header;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.wire.WireFormat;

class ITServing {
  private static final int BLOCK = 256 << 10;
  private static final int FILM_BYTES = 3 * (1 << 20) + 5;
  private static final byte[] FILM = TestBytes.random(FILM_BYTES, 1);

  @TempDir
  static Path home;

  private static TestOrigin origin;

  @BeforeAll
  static void start() throws IOException {
    Path media = Files.createDirectories(home.resolve("media"));
    for (int length : new int[] {0, 1, BLOCK - 1, BLOCK, BLOCK + 1}) {
      Files.write(media.resolve("sized-" + length + ".bin"), TestBytes.random(length, 1));
    }
    Path folder = Files.createDirectories(media.resolve("a folder/100 %"));
    Files.write(folder.resolve("Ünïcødé #1? & more.mp4"), "name".getBytes(UTF_8));
    Files.writeString(media.resolve("page.html"), "<html/>");
    Files.writeString(media.resolve("talk.mpd"), "<MPD></MPD>");
    Path site = Files.createDirectories(media.resolve("site"));
    Files.writeString(site.resolve("index.html"), "<html>the site</html>");
    Files.write(media.resolve("film.mp4"), FILM);
    origin = TestOrigin.start(
        media,
        home.resolve("state"),
        "p2pd.publish.authority=films.example,www.films.example:80",
        "p2pd.publish.mirrors=mirror.example/all");
    origin.awaitStatus("/film.mp4", 200);
    origin.awaitStatus(
        "/a%20folder/100%20%25/%C3%9Cn%C3%AFc%C3%B8d%C3%A9%20%231%3F%20%26%20more.mp4", 200);
    for (int length : new int[] {0, 1, BLOCK - 1, BLOCK, BLOCK + 1}) {
      origin.awaitStatus("/sized-" + length + ".bin", 200);
    }
    origin.awaitStatus("/page.html", 200);
    origin.awaitStatus("/site/index.html", 200);
  }

  @AfterAll
  static void stop() {
    origin.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1})
  void get_anyLength_isTheFile(int length) {
    HttpResponse<byte[]> response = origin.get("/sized-" + length + ".bin");

    assertThat(response.body()).isEqualTo(TestBytes.random(length, 1));
    assertThat(header(response, "content-length")).isEqualTo(String.valueOf(length));
  }

  @Test
  void get_film_hasTheHeadersOfTheContract() {
    HttpResponse<byte[]> response = origin.get("/film.mp4");
    String digest = Digest.of(FILM).base64();
    String contentId = header(response, "p2pd-content-id");

    assertThat(response.body()).isEqualTo(FILM);
    assertThat(header(response, "content-type")).isEqualTo("video/mp4");
    assertThat(header(response, "etag")).isEqualTo('"' + contentId + '"');
    assertThat(header(response, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(response, "last-modified")).endsWith(" GMT");
    assertThat(header(response, "repr-digest")).isEqualTo("sha-256=:" + digest + ":");
    assertThat(header(response, "digest")).isEqualTo("SHA-256=" + digest);
    assertThat(header(response, "vary")).isEqualTo("Accept");
    assertThat(header(response, "cache-control")).isEqualTo("public, max-age=60");
    assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(response, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(response, "access-control-expose-headers")).contains("P2pd-Content-Id");
    assertThat(header(response, "link"))
        .isEqualTo("<http://mirror.example/all/film.mp4>; rel=duplicate; pri=1"
            + " | </film.mp4.meta4>; rel=describedby; type=\"application/metalink4+xml\""
            + " | </film.mp4.torrent>; rel=describedby; type=\"application/x-bittorrent\"");
    assertThat(header(response, "date")).endsWith(" GMT");
  }

  /** The first request opens the file; later ones find it open and take the fast path. */
  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=7-1500000", "bytes=-1", "lines=1-2"})
  void get_again_isAnsweredTheSameWay(String range) {
    String[] asked = {"Range", range, "X-Request-Id", "4bf92f3577b34da6a3ce929d0e0e4736"};
    HttpResponse<byte[]> routed = origin.get("/film.mp4?routed", asked);
    HttpResponse<byte[]> fast = origin.get("/film.mp4", asked);

    assertThat(fast.statusCode()).isEqualTo(routed.statusCode());
    assertThat(fast.body()).isEqualTo(routed.body());
    Map<String, List<String>> fields = new TreeMap<>(fast.headers().map());
    assertThat(fields).containsKey("date").isNotEmpty();
    fields.replace("date", routed.headers().allValues("date"));
    assertThat(fields).isEqualTo(new TreeMap<>(routed.headers().map()));
  }

  @Test
  void get_again_isSentFromMemory() {
    String[] asked = {"Range", "bytes=100000-400000"};
    byte[] first = origin.get("/film.mp4", asked).body();
    double before = origin.bytesSentFromMemory();

    assertThat(origin.get("/film.mp4", asked).body()).isEqualTo(first);

    await()
        .untilAsserted(() ->
            assertThat(origin.bytesSentFromMemory() - before).isGreaterThanOrEqualTo(first.length));
  }

  @ParameterizedTest
  @CsvSource({
    "/film.mp4, attachment; filename=\"film.mp4\"",
    "/a%20folder/100%20%25/%C3%9Cn%C3%AFc%C3%B8d%C3%A9%20%231%3F%20%26%20more.mp4,"
        + " attachment; filename=\"_n_c_d_ #1? & more.mp4\";"
        + " filename*=UTF-8''%C3%9Cn%C3%AFc%C3%B8d%C3%A9%20%231%3F%20%26%20more.mp4"
  })
  void get_download_isAnAttachmentUnderItsName(String path, String disposition) {
    assertThat(header(origin.head(path + "?download"), "content-disposition"))
        .isEqualTo(disposition);
    assertThat(header(origin.head(path), "content-disposition")).isEmpty();
  }

  @Test
  void get_root_listsAndPlaysFilms() {
    HttpResponse<byte[]> all = origin.get("/");
    String playing = new String(origin.get("/?q=%C3%BCn&play=film.mp4").body(), UTF_8);

    assertThat(header(all, "content-type")).startsWith("text/html");
    assertThat(new String(all.body(), UTF_8))
        .contains("3 films", "<b>film.mp4</b>", "<b>Ünïcødé #1? &amp; more.mp4</b>")
        .doesNotContain("page.html", "sized-1.bin");
    assertThat(playing)
        .contains("1 film with “ün”", "src=\"/film.mp4\"")
        .doesNotContain("<b>film.mp4</b>");
  }

  @Test
  void get_rootPlayingDash_saysWhatPlaysIt() {
    assertThat(new String(origin.get("/?play=talk.mpd").body(), UTF_8))
        .contains("Give the address of", "href=\"/talk.mpd\"")
        .doesNotContain("<video");
  }

  @Test
  void get_rootWhereThePageIsOff_isNotFound(@TempDir Path empty) {
    try (TestOrigin silent =
        TestOrigin.start(empty, empty.resolveSibling("silent-state"), "p2pd.publish.page=false")) {
      assertThat(silent.get("/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void get_rootWithMarkup_isNotTrusted() {
    assertThat(new String(origin.get("/?q=%3Cscript%3E&page=x&play=..").body(), UTF_8))
        .contains("&lt;script&gt;", "0 films")
        .doesNotContain("<script");
  }

  @Test
  void get_folderWithIndex_isThePage() {
    HttpResponse<byte[]> page = origin.get("/site/");
    HttpResponse<byte[]> without = origin.get("/site?x=1");

    assertThat(page.body()).asString(UTF_8).isEqualTo("<html>the site</html>");
    assertThat(header(page, "content-type")).isEqualTo("text/html");
    assertThat(without.statusCode()).isEqualTo(301);
    assertThat(header(without, "location")).isEqualTo("/site/?x=1");
  }

  @Test
  void head_film_isGetWithoutTheBytes() {
    HttpResponse<byte[]> get = origin.get("/film.mp4");
    HttpResponse<byte[]> head = origin.head("/film.mp4");

    assertThat(head.body()).isEmpty();
    assertThat(header(head, "content-length")).isEqualTo(String.valueOf(FILM_BYTES));
    assertThat(head.headers().map().keySet()).isEqualTo(get.headers().map().keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=1048575-1048576, 1048575, 1048576",
    "bytes=100-3000000, 100, 3000000",
    "bytes=-7, 3145726, 3145732",
    "bytes=3145000-, 3145000, 3145732",
    "bytes=3145000-99999999, 3145000, 3145732"
  })
  void get_range_isExact(String range, int first, int last) {
    HttpResponse<byte[]> response = origin.get("/film.mp4", "Range", range);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(FILM, first, last + 1));
    assertThat(header(response, "content-range"))
        .isEqualTo("bytes " + first + "-" + last + "/" + FILM_BYTES);
  }

  @Test
  void get_conditions_areAnswered() {
    HttpResponse<byte[]> film = origin.get("/film.mp4");
    String etag = header(film, "etag");
    String modified = header(film, "last-modified");

    assertThat(origin.get("/film.mp4", "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(origin.get("/film.mp4", "If-Modified-Since", modified).statusCode())
        .isEqualTo(304);
    assertThat(origin.get("/film.mp4", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
    assertThat(origin.get("/film.mp4", "Range", "bytes=9-9", "If-Range", etag).statusCode())
        .isEqualTo(206);
    assertThat(
            origin.get("/film.mp4", "Range", "bytes=9-9", "If-Range", "\"x\"").statusCode())
        .isEqualTo(200);
    assertThat(origin.get("/film.mp4", "Range", "bytes=0-1,4-5").statusCode()).isEqualTo(200);
    assertThat(origin.get("/film.mp4", "Range", "bytes=9999999-").statusCode()).isEqualTo(416);
    assertThat(origin.get("/sized-0.bin", "Range", "bytes=0-").statusCode()).isEqualTo(200);
  }

  @Test
  void get_acceptPublication_isTheBindingUnderTheAskedName() {
    HttpResponse<byte[]> response =
        origin.get("/film.mp4", "Accept", "application/vnd.p2pd.publication+json");

    Publication publication = WireFormat.json().readValue(response.body(), Publication.class);
    assertThat(publication.url().url()).isEqualTo("http://films.example/film.mp4");
    assertThat(publication.length()).isEqualTo(FILM_BYTES);
    assertThat(publication.digest()).isEqualTo(Digest.of(FILM));
    assertThat(publication.mirrors()).containsExactly("http://mirror.example/all/film.mp4");
    assertThat(publication.expires()).isGreaterThan(publication.version());
    assertThat(header(response, "content-type")).isEqualTo("application/vnd.p2pd.publication+json");
    assertThat(header(response, "vary")).isEqualTo("Accept");
  }

  @Test
  void get_acceptPublicationUnderAlias_namesTheAlias() throws IOException {
    String answer = origin.raw(
        "GET /film.mp4 HTTP/1.1",
        "Host: www.films.example",
        "Accept: application/vnd.p2pd.publication+json",
        "Connection: close");

    assertThat(answer).contains("\"http://www.films.example/film.mp4\"");
  }

  @Test
  void get_acceptManifest_certifiesItself() {
    HttpResponse<byte[]> response =
        origin.get("/film.mp4", "Accept", "application/vnd.p2pd.manifest+json");

    Manifest manifest = WireFormat.json().readValue(response.body(), Manifest.class);
    assertThat(manifest.blockDigest(1))
        .isEqualTo(Digest.of(Arrays.copyOfRange(FILM, BLOCK, 2 * BLOCK)));
  }

  @Test
  void get_byContentAndByDigest_areTheSameBytes() {
    String id = header(origin.head("/film.mp4"), "p2pd-content-id");
    String block = "/.well-known/ni/sha-256/"
        + Digest.of(Arrays.copyOfRange(FILM, BLOCK, 2 * BLOCK)).base64Url();

    assertThat(origin.get("/.p2pd/content/" + id).body()).isEqualTo(FILM);
    assertThat(origin.get("/.p2pd/content/" + id + "/have").body())
        .asString(UTF_8)
        .isEqualTo("{\"blocks\":\"*\"}");
    assertThat(origin.get(block).body()).isEqualTo(Arrays.copyOfRange(FILM, BLOCK, 2 * BLOCK));
  }

  @Test
  void get_wellKnown_namesTrackerAndAuthorities() {
    assertThat(origin.get("/.well-known/p2pd").body())
        .asString(UTF_8)
        .isEqualTo("{\"trackers\":[\"http://localhost:7070\"],\"publisherKeys\":[],"
            + "\"authorities\":[\"films.example\",\"www.films.example\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    "/page.html, text/html",
    "/sized-1.bin, application/octet-stream",
  })
  void get_name_decidesTheMediaType(String path, String type) {
    assertThat(header(origin.head(path), "content-type")).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing.mp4", "/a%20folder", "/a%20folder/", "/film.mp4/x"})
  void get_unknown_isA404Problem(String path) {
    HttpResponse<byte[]> response = origin.get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
    assertThat(header(response, "access-control-allow-origin")).isEqualTo("*");
  }

  @Test
  void post_anything_is405() {
    assertThat(origin.send("POST", origin.url("/film.mp4")).statusCode()).isEqualTo(405);
  }

  @Test
  void options_preflight_allowsRanges() {
    HttpResponse<byte[]> response =
        origin.send("OPTIONS", origin.url("/film.mp4"), "Access-Control-Request-Headers", "range");

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(header(response, "access-control-allow-headers").split(", ")).contains("Range", "*");
  }

  @Test
  void identity_notRegistered_is503() {
    assertThat(origin.get("/.p2pd/identity?nonce=" + "ab".repeat(16)).statusCode())
        .isEqualTo(503);
  }

  @Test
  void managementPort_hasEndpoints_andNothingElse() {
    assertThat(origin.send("GET", origin.management("")).statusCode()).isEqualTo(200);
    for (String other : List.of("/nonsense", "/../film.mp4", "/../.p2pd/identity", "/..")) {
      HttpResponse<byte[]> answer =
          origin.send("GET", URI.create(origin.management(other)).normalize().toString());
      assertThat(answer.statusCode()).as("%s", answer.uri()).isEqualTo(404);
      assertThat(new String(answer.body(), UTF_8)).contains("no such endpoint");
    }
  }

  @Test
  void health_withoutToken_saysWhatToSet() {
    assertThat(origin.health("")).contains("P2PD_PUBLISH_TOKEN is not set");
    assertThat(origin.health("/readiness")).contains("UP");
  }
}
