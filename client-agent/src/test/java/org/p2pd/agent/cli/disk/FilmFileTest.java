package org.p2pd.agent.cli.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.bytes.TestBytes;

class FilmFileTest {
  private static final int BLOCK = BlockLayout.BLOCK_SIZE_MIN;
  private static final byte[] BYTES = TestBytes.random(BLOCK, 1);
  private static final Manifest FILM =
      new Manifest(new BlockLayout(BLOCK, BLOCK), Digest.of(BYTES).toRaw(), null, null);

  @TempDir
  Path directory;

  private Path target;
  private Path part;

  @BeforeEach
  void name() {
    target = directory.resolve("film.mp4");
    part = directory.resolve("film.mp4.part");
  }

  private FilmOutput whole() throws LocalFileException {
    FilmOutput film = FilmFile.open(target, FILM, false, checked -> {});
    film.write(0, ByteBuffer.wrap(BYTES));
    return film;
  }

  @Test
  void finish_allBlocksAreThere_itsBytesAreForcedToDiskAndItGetsItsName() throws IOException {
    try (Recording system = new Recording()) {
      system.enable("jdk.FileForce").withoutThreshold();
      system.start();
      try (FilmOutput film = whole()) {
        film.finish();
      }
      system.stop();

      assertThat(forced(system)).containsExactly(part.toString());
    }
    assertThat(target).hasBinaryContent(BYTES);
    assertThat(part).doesNotExist();
  }

  private List<String> forced(Recording system) throws IOException {
    Path file = directory.resolve("system.jfr");
    system.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .map((RecordedEvent event) -> event.getString("path"))
        .toList();
  }

  @Test
  void finish_itCannotGetItsName_staysLockedUntilItIsClosed() throws IOException {
    FilmOutput film = whole();
    Files.createDirectories(target.resolve("in the way"));

    assertThatThrownBy(film::finish).isInstanceOf(LocalFileException.class);

    try (FileChannel other = FileChannel.open(part, StandardOpenOption.WRITE)) {
      assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
      film.close();
      assertThat(other.tryLock()).isNotNull();
    }
  }
}
