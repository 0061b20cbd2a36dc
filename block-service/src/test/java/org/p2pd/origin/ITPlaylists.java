package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.origin.TestOrigin.header;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.testkit.bytes.TestBytes;

/** {@code P2PD_PUBLISH_PLAYLIST}, the {@code -T} of the original command line. */
class ITPlaylists {
  private static final byte[] FILM = TestBytes.random(700_000, 1);
  private static final byte[] SEGMENT = TestBytes.random(100_000, 2);

  @TempDir
  static Path home;

  private static TestOrigin origin;

  @BeforeAll
  static void start() throws IOException {
    Path media = Files.createDirectories(home.resolve("media"));
    Files.write(media.resolve("film.mp4"), FILM);
    Files.write(media.resolve("segment.ts"), SEGMENT);
    Files.writeString(media.resolve("page.html"), "<html></html>");
    origin = TestOrigin.start(
        media,
        home.resolve("state"),
        "p2pd.publish.authority=films.example",
        "p2pd.publish.playlist=true");
    for (String path : List.of("/film.mp4", "/segment.ts", "/page.html")) {
      origin.awaitStatus(path, 200);
    }
  }

  @AfterAll
  static void stop() {
    origin.close();
  }

  @Test
  void viewer_whoAsksForAFilm_getsItsPlaylist_whoseLastLineIsTheFilm() {
    HttpResponse<byte[]> answer = origin.get("/film.mp4");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo("application/x-spp-playlist");
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo("spp://films.example/film.mp4\n" + origin.url("/film.mp4?direct") + "\n");
    assertThat(origin.get("/film.mp4?direct").body()).isEqualTo(FILM);
  }

  @Test
  void viewer_thoughTheFileIsOpenAlready_getsThePlaylist() {
    for (int i = 0; i < 5; i++) {
      assertThat(origin.get("/film.mp4?direct").body()).isEqualTo(FILM);
      assertThat(header(origin.get("/film.mp4"), "content-type"))
          .isEqualTo("application/x-spp-playlist");
    }
  }

  @ParameterizedTest
  @CsvSource({"User-Agent, p2pd", "CDN-Loop, cache-1", "Via, 1.1 cache-1"})
  void node_getsTheFilm(String name, String value) {
    assertThat(origin.get("/film.mp4", name, value).body()).isEqualTo(FILM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.p2pd.publication+json",
        "application/vnd.p2pd.manifest+json",
        "application/metalink4+xml"
      })
  void whoAsksForADocumentOfTheFilm_getsThat(String type) {
    assertThat(header(origin.get("/film.mp4", "Accept", type), "content-type")).isEqualTo(type);
  }

  @Test
  void segmentsPagesAndDownloads_areServedAsEver() {
    assertThat(origin.get("/segment.ts").body()).isEqualTo(SEGMENT);
    assertThat(header(origin.get("/page.html"), "content-type")).startsWith("text/html");
    assertThat(origin.get("/film.mp4?download").body()).isEqualTo(FILM);
  }

  @Test
  void otherDoors_nameTheFilmItself() {
    assertThat(new String(origin.get("/film.mp4.meta4").body(), UTF_8))
        .contains(origin.url("/film.mp4?direct") + "</url>");
    assertThat(new String(origin.get("/?play=film.mp4").body(), UTF_8))
        .contains("src=\"/film.mp4?direct\"");
  }
}
