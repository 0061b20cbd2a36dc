package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.origin.catalogue.FileStamp;

/** Files that are known under another name already. */
class ITRenaming {
  @TempDir
  Path media;

  @TempDir
  Path state;

  private TestOrigin origin;

  @BeforeEach
  void start() {
    origin = TestOrigin.start(media, state);
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @Test
  void renamedFile_movesItsName() throws IOException {
    Path file = Files.writeString(media.resolve("a.txt"), "first");
    origin.awaitStatus("/a.txt", 200);

    Files.move(file, media.resolve("b.txt"));

    origin.awaitStatus("/b.txt", 200);
    origin.awaitStatus("/a.txt", 404);
  }

  @Test
  void renamedTree_isFoundByAScan_andNotReadAgain() throws IOException {
    Path folder = Files.createDirectories(media.resolve("a"));
    for (int i = 0; i < 10; i++) {
      Files.writeString(folder.resolve("file-" + i), "content " + i);
      origin.awaitStatus("/a/file-" + i, 200);
    }
    origin.close();
    Files.move(folder, media.resolve("b"));

    origin = TestOrigin.start(media, state);

    origin.awaitBytes("/b/file-7", "content 7".getBytes(UTF_8));
    assertThat(origin.filesRead()).isEqualTo(0);
  }

  /** Where the system does not tell when a file was made, it is read: a new one may have got its inode. */
  @Test
  void renamedFile_timeSetByAProgram_isKnownByTheTimeOfItsMaking() throws IOException {
    Path file = Files.writeString(media.resolve("a.txt"), "first");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    boolean told =
        FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class)).born() != null;
    origin.awaitStatus("/a.txt", 200);
    int read = origin.filesRead();

    Files.move(file, media.resolve("b.txt"));

    origin.awaitStatus("/b.txt", 200);
    assertThat(origin.filesRead()).isEqualTo(told ? read : read + 1);
  }

  @Test
  void renamedOverAnother_replacesItWithoutAGap_andIsNotReadAgain() throws IOException {
    Files.writeString(media.resolve("film.mp4"), "old");
    Path next = Files.writeString(media.resolve("film-next.mp4"), "new");
    origin.awaitStatus("/film.mp4", 200);
    origin.awaitStatus("/film-next.mp4", 200);
    int read = origin.filesRead();
    List<String> withdrawn = origin.withdrawals();

    // With REPLACE_EXISTING alone Java removes the old file first, and for a moment there is none.
    Files.move(next, media.resolve("film.mp4"), StandardCopyOption.ATOMIC_MOVE);

    origin.awaitBytes("/film.mp4", "new".getBytes(UTF_8));
    origin.awaitStatus("/film-next.mp4", 404);
    assertThat(withdrawn).containsExactly("/film-next.mp4");
    assertThat(origin.filesRead()).isEqualTo(read);
  }

  @Test
  void renamedTwice_withARestartBetween_isNotReadAgain() throws IOException {
    Path file = Files.writeString(media.resolve("a.txt"), "first");
    origin.awaitStatus("/a.txt", 200);
    file = Files.move(file, media.resolve("b.txt"));
    origin.awaitStatus("/b.txt", 200);
    origin.awaitStatus("/a.txt", 404);
    origin.close();
    Files.move(file, media.resolve("c.txt"));

    origin = TestOrigin.start(media, state);

    origin.awaitStatus("/c.txt", 200);
    assertThat(origin.filesRead()).isEqualTo(0);
  }
}
