package org.p2pd.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A film whose name is about as long as a name may be: 4 096 characters, six for each letter that is not ASCII. */
class ITLongNames {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String FOLDER = "é".repeat(120);
  private static final int FOLDERS = 5;

  @TempDir
  private Path media;

  private final Ports ports = Ports.free(1);
  private DemoSystem system;
  private Film film;
  private String path;

  @BeforeEach
  void start() throws IOException {
    List<String> folders = Collections.nCopies(FOLDERS, FOLDER);
    Path inside = Files.createDirectories(media.resolve(String.join("/", folders)));
    film = Film.in(inside, "film.mp4", 2L * Film.BLOCK + 7);
    path = ("/" + URLEncoder.encode(FOLDER, UTF_8)).repeat(FOLDERS) + "/film.mp4";
    system = new DemoSystem(new DemoSettings(ports, media, null), (what, where) -> {});
    system.start();
    await().atMost(LONG).until(() -> system.films().size() == 1);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void filmOfALongName_isResolvedAndReadEverywhere() {
    assertThat(path).hasSizeGreaterThan(3_600);
    assertThat(at(ports.origin()).sha256(path)).isEqualTo(film.sha256());
    assertThat(at(ports.cache()).sha256(path)).isEqualTo(film.sha256());
    assertThat(at(ports.agents().get(0).viewer()).sha256("/" + system.authority() + path))
        .isEqualTo(film.sha256());
    String encodedAgain = URLEncoder.encode("http://" + system.authority() + path, UTF_8);
    assertThat(at(ports.tracker()).get("/v1/publications?url=" + encodedAgain).statusCode())
        .isEqualTo(200);
  }

  private static Fetch at(int port) {
    return Fetch.straight("port " + port, "http://localhost:" + port);
  }
}
