package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What stops the start, and what it says. */
@ExtendWith(OutputCaptureExtension.class)
class ITStart {
  @TempDir
  Path media;

  @TempDir
  Path state;

  @Test
  void start_missingDirectory_saysSo(CapturedOutput output) {
    Path missing = media.resolve("missing");

    assertThat(catchThrowable(() -> TestOrigin.start(missing, state).close())).isNotNull();

    assertThat(output).contains("P2PD_PUBLISH_DIRECTORY: " + missing + " does not exist");
  }

  @Test
  void start_noDirectory_saysSo(CapturedOutput output) {
    assertThat(catchThrowable(
            () -> TestOrigin.start(media, state, "p2pd.publish.directory=").close()))
        .isNotNull();

    assertThat(output).contains("P2PD_PUBLISH_DIRECTORY: not set (expected: the directory");
  }

  @Test
  void start_fileForDirectory_saysSo(CapturedOutput output) throws IOException {
    Path file = Files.writeString(media.resolve("film.mp4"), "film");

    assertThat(catchThrowable(() -> TestOrigin.start(file, state).close())).isNotNull();

    assertThat(output).contains("P2PD_PUBLISH_DIRECTORY: " + file + " no directory");
  }

  @Test
  void start_stateInsideTheTree_saysSo(CapturedOutput output) {
    assertThat(
            catchThrowable(() -> TestOrigin.start(media, media.resolve("state")).close()))
        .isNotNull();

    assertThat(output).contains("P2PD_PUBLISH_STATE_DIRECTORY: ").contains("is inside");
  }

  @ParameterizedTest
  @CsvSource({
    "block-size=1000000B, P2PD_PUBLISH_BLOCK_SIZE: 1000000B (expected: a power of two",
    "authority=a/b, P2PD_PUBLISH_AUTHORITY: a/b (expected: host[:port]",
    "tracker-urls=tracker:7070/?x, P2PD_PUBLISH_TRACKER_URLS: tracker:7070/?x (expected: a URL such as",
    "url=ftp://x, P2PD_PUBLISH_URL: ftp://x (expected: a URL such as",
    "mirrors=http://, P2PD_PUBLISH_MIRRORS: http:// (expected: a URL such as",
    "rescan=0s, P2PD_PUBLISH_RESCAN: PT0S (expected: at least 50ms",
    "settle=2h, P2PD_PUBLISH_SETTLE: PT2H (expected: 0s to 1h",
    "signing-key=nowhere, P2PD_PUBLISH_SIGNING_KEY: "
  })
  void start_wrongSetting_saysWhatToWrite(String setting, String sentence, CapturedOutput output) {
    assertThat(catchThrowable(
            () -> TestOrigin.start(media, state, "p2pd.publish." + setting).close()))
        .isNotNull();

    assertThat(output).contains("Description:").contains(sentence.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:7080, http://192.0.2.1:7070, true",
    "'', http://tracker.invalid:7070, true",
    "films.example, http://192.0.2.1:7070, false",
    "'', http://localhost:7070, false"
  })
  void start_localNameAtATrackerElsewhere_isWarnedOf(
      String authority, String tracker, boolean warned, CapturedOutput output) {
    TestOrigin.start(
            media, state, "p2pd.publish.authority=" + authority, "p2pd.tracker.url=" + tracker)
        .close();

    assertThat(output.toString().contains("set P2PD_PUBLISH_AUTHORITY to a name"))
        .isEqualTo(warned);
  }

  @Test
  void start_nothingSet_managementIsOnLoopbackOnly() {
    try (TestOrigin origin = TestOrigin.start(media, state)) {
      assertThat(origin.setting("management.server.address")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void discovery_trackerUrls_areThoseThatClientsAreToldOf() {
    try (TestOrigin origin = TestOrigin.start(
        media,
        state,
        "p2pd.tracker.url=http://127.0.0.1:1",
        "p2pd.publish.tracker-urls=http://t1.example:7070/,t2.example:7070")) {
      assertThat(origin.get("/.well-known/p2pd").body())
          .asString(UTF_8)
          .contains("\"trackers\":[\"http://t1.example:7070\",\"http://t2.example:7070\"]");
    }
  }
}
