package org.p2pd.origin.serve.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.testkit.bytes.TestBytes;

class MappedFileTest {
  private static final long GIB = 1 << 30;
  private static final int LENGTH = 1 << 20;
  private static final long FILE_BYTES = GIB + 3 * LENGTH;

  @TempDir
  private Path directory;

  private final Semaphore windowsLeft = new Semaphore(2);
  private final byte[] bytes = TestBytes.random(LENGTH, 1);
  private RandomAccessFile file;
  private FileChannel channel;
  private MappedFile mapped;

  /** Half of the bytes lie before the second window, half in it; the rest of the file is a hole. */
  @BeforeEach
  void open() throws IOException {
    Path path = directory.resolve("film");
    file = new RandomAccessFile(path.toFile(), "rw");
    file.setLength(FILE_BYTES);
    file.seek(GIB - LENGTH / 2);
    file.write(bytes);
    channel = FileChannel.open(path);
    mapped = new MappedFile(channel, FILE_BYTES, windowsLeft);
  }

  @AfterEach
  void close() throws IOException {
    mapped.close();
    channel.close();
    file.close();
  }

  @Test
  void part_acrossTwoWindows_isWhatTheFileHolds() {
    assertThat(part(GIB - LENGTH / 2, LENGTH)).isEqualTo(ByteBuffer.wrap(bytes));
    assertThat(part(GIB, LENGTH / 2)).isEqualTo(ByteBuffer.wrap(bytes, LENGTH / 2, LENGTH / 2));
    assertThat(part(FILE_BYTES - 1, 1)).isEqualTo(ByteBuffer.wrap(new byte[1]));
  }

  @Test
  void part_longerThanWindowsOverlap_isNotHad() {
    assertThat(part(0, MappedFile.PART_BYTES_MAX + 1)).isNull();
  }

  @Test
  void part_noWindowLeft_isNotHad_untilAnotherFileGivesItsBack() {
    MappedFile other = new MappedFile(channel, FILE_BYTES, windowsLeft);
    assertThat(part(0, 1)).isNotNull();
    assertThat(other.part(new ByteRange(0, 0))).isNotNull();

    assertThat(part(GIB, 1)).isNull();
    assertThat(part(0, 1)).as("mapped before").isNotNull();
    other.close();

    assertThat(part(GIB, 1)).isNotNull();
    mapped.close();
    assertThat(windowsLeft.availablePermits()).isEqualTo(2);
  }

  @Test
  void part_fileWasCut_isNotHad_andNoWindowIsLost() throws IOException {
    file.setLength(GIB + 5);

    assertThat(part(GIB, 1)).isNull();
    assertThat(windowsLeft.availablePermits()).isEqualTo(2);
  }

  private @Nullable ByteBuffer part(long first, long length) {
    return mapped.part(ByteRange.ofLength(first, length));
  }
}
