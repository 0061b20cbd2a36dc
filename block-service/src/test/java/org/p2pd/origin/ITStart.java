package org.p2pd.origin;

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
}
