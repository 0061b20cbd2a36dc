package org.p2pd.origin.publish.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.settings.SettingException;

class StateFileTest {
  private static final Path ROOT = Path.of("/srv/media");
  private static final KnownFile FILM = known("/film.mp4", 7);
  private static final KnownFile TALK = known("/talk.mp4", 8);

  @TempDir
  Path directory;

  @Test
  void open_afterRestart_remembersTheLastOfEachPath() throws IOException {
    try (StateFile state = StateFile.open(directory, ROOT)) {
      state.remember(known("/film.mp4", 1));
      state.remember(TALK);
      state.remember(FILM);
      state.forget("/talk.mp4");
    }

    try (StateFile state = StateFile.open(directory, ROOT)) {
      assertThat(state.known("/film.mp4")).contains(FILM);
      assertThat(state.known("/talk.mp4")).isEmpty();
    }
  }

  @Test
  void open_otherTree_knowsNothingOfThisOne() throws IOException {
    try (StateFile state = StateFile.open(directory, ROOT)) {
      state.remember(FILM);
    }

    try (StateFile other = StateFile.open(directory, Path.of("/srv/other"))) {
      assertThat(other.paths()).isEmpty();
    }
  }

  @Test
  void open_lineChanged_isAsIfItWereNotThere() throws IOException {
    try (StateFile state = StateFile.open(directory, ROOT)) {
      state.remember(FILM);
      state.remember(TALK);
    }
    Path file = file();
    Files.writeString(file, Files.readString(file).replace("/film.mp4", "/evil.mp4"));

    try (StateFile state = StateFile.open(directory, ROOT)) {
      assertThat(state.paths()).containsExactly("/talk.mp4");
    }
  }

  @Test
  void open_notText_isRebuilt() throws IOException {
    StateFile.open(directory, ROOT).close();
    Files.write(file(), new byte[] {(byte) 0xff, 0, 10, (byte) 0xfe});

    try (StateFile state = StateFile.open(directory, ROOT)) {
      assertThat(state.paths()).isEmpty();
      state.remember(FILM);
    }
    try (StateFile state = StateFile.open(directory, ROOT)) {
      assertThat(state.known("/film.mp4")).contains(FILM);
    }
  }

  @Test
  void remember_sameFileOverAndOver_staysSmall() throws IOException {
    try (StateFile state = StateFile.open(directory, ROOT)) {
      for (int version = 0; version < 5_000; version++) {
        state.remember(known("/playlist.m3u8", version));
      }
      assertThat(Files.readAllLines(file())).hasSizeLessThan(1_100);
      assertThat(state.known("/playlist.m3u8").map(KnownFile::version))
          .isEqualTo(Optional.of(4_999L));
    }
  }

  @Test
  void open_inUse_isRefused() throws IOException {
    try (StateFile inUse = StateFile.open(directory, ROOT)) {
      assertThat(inUse.paths()).isEmpty();
      assertThatThrownBy(() -> StateFile.open(directory, ROOT))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("is in use by another origin");
    }
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(each -> each.toString().endsWith(".state"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static KnownFile known(String path, long version) {
    byte[] bytes = path.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    BlockLayout layout = BlockLayout.ofLength(bytes.length);
    Digest digest = Digest.of(bytes);
    return new KnownFile(
        path,
        new FileStamp(bytes.length, Instant.parse("2026-11-21T10:00:00.123456789Z"), "42", null),
        new Manifest(layout, digest.toRaw(), digest, "video/mp4"),
        version,
        false);
  }
}
