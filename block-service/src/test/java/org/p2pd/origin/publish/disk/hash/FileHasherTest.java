package org.p2pd.origin.publish.disk.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.testkit.random.Seeded;

@Seeded
class FileHasherTest {
  private static final int CHUNK = 1 << 20;
  private static final int SECTION = 8 * CHUNK;

  @TempDir
  Path directory;

  private HashingThreads cores = new HashingThreads(1);

  @AfterEach
  void stop() {
    cores.close();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 16384",
    "1, 16384",
    "16384, 16384",
    "1048576, 16384",
    "1048577, 65536",
    "5000001, 262144",
    "5000001, 1048576",
    "20000000, 524288",
    "20000000, 67108864"
  })
  void hash_alone_isTheDigestOfEveryBlockAndOfTheWhole(int length, int blockSize)
      throws IOException {
    assertRight(TestBytes.random(length, length), blockSize);
  }

  @ParameterizedTest
  @CsvSource({
    "16777216, 16384",
    "33554433, 262144",
    "33554432, 524288",
    "40000000, 1048576",
    "40000000, 16777216"
  })
  void hash_withASecondProcessor_isTheSame(int length, int blockSize) throws IOException {
    cores.close();
    cores = new HashingThreads(2);

    assertRight(TestBytes.random(length, length), blockSize);

    assertThat(cores.tryLend()).as("the second processor came back").isTrue();
    assertThat(cores.tryLend()).as("the first processor came back").isTrue();
  }

  @Test
  void hash_anyLength_isTheSame(RandomGenerator random) throws IOException {
    cores.close();
    cores = new HashingThreads(2);
    for (int i = 0; i < 10; i++) {
      int length = random.nextInt(4 * SECTION);
      assertRight(TestBytes.random(length, i), BlockLayout.BLOCK_SIZE_MIN << random.nextInt(8));
    }
  }

  @Test
  void hash_anotherFileWantsTheSecondProcessor_givesItBack() throws Exception {
    cores.close();
    cores = new HashingThreads(2);
    byte[] bytes = TestBytes.random(6 * SECTION, 1);
    CountDownLatch otherRead = new CountDownLatch(1);
    AtomicInteger sections = new AtomicInteger();
    FoundFile file = file(bytes);
    BlockLayout layout = BlockLayout.ofLength(bytes.length);

    FileHasher hasher = new FileHasher(file, layout, cores, read -> {
      // As the last chunk of the first section is read, two other files come, and one of them must
      // get to run.
      if (sections.addAndGet(read > 0 ? 1 : 0) == SECTION / CHUNK - 1) {
        cores.run(1, otherRead::countDown);
        cores.run(1, otherRead::countDown);
      }
    });
    Manifest manifest = onACore(hasher);

    assertThat(manifest).isEqualTo(expected(bytes, layout));
    otherRead.await();
  }

  @Test
  void hash_shorterThanFound_isRefused() throws IOException {
    byte[] bytes = TestBytes.random(100_000, 1);
    FoundFile file = file(bytes);
    Files.write(file.file(), new byte[50_000]);

    assertThatThrownBy(() -> new FileHasher(file, BlockLayout.ofLength(100_000), cores, read -> {})
            .hash("video/mp4"))
        .isInstanceOf(FileChangedException.class);
  }

  @Test
  void hash_cutShortWhileReadByTwo_isRefused() throws IOException {
    cores.close();
    cores = new HashingThreads(2);
    FoundFile file = file(TestBytes.random(4 * SECTION, 1));
    BlockLayout layout = BlockLayout.ofLength(4L * SECTION);

    FileHasher hasher = new FileHasher(file, layout, cores, read -> cut(file.file()));

    assertThatThrownBy(() -> hasher.hash("video/mp4")).isInstanceOf(FileChangedException.class);
  }

  @Test
  void hash_tooLittleMemoryWhileReadByTwo_isNoFaultOfTheFile() throws IOException {
    cores.close();
    cores = new HashingThreads(2);
    FoundFile file = file(TestBytes.random(4 * SECTION, 1));
    BlockLayout layout = BlockLayout.ofLength(4L * SECTION);
    OutOfMemoryError error = new OutOfMemoryError("too little");

    FileHasher hasher = new FileHasher(file, layout, cores, read -> {
      throw error;
    });

    assertThatThrownBy(() -> hasher.hash("video/mp4")).isSameAs(error);
  }

  private static void cut(Path file) {
    try {
      Files.write(file, new byte[SECTION]);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Manifest onACore(FileHasher hasher) throws Exception {
    java.util.concurrent.CompletableFuture<Manifest> done =
        new java.util.concurrent.CompletableFuture<>();
    cores.run(1, () -> {
      try {
        done.complete(hasher.hash("video/mp4"));
      } catch (IOException | RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    return done.get();
  }

  private void assertRight(byte[] bytes, int blockSize) throws IOException {
    BlockLayout layout = new BlockLayout(bytes.length, blockSize);

    Manifest manifest = new FileHasher(file(bytes), layout, cores, read -> {}).hash("video/mp4");

    assertThat(manifest).isEqualTo(expected(bytes, layout));
    assertThat(manifest.digest()).isEqualTo(Digest.of(bytes));
  }

  private static Manifest expected(byte[] bytes, BlockLayout layout) {
    byte[] digests = new byte[layout.blockCount() * Digest.BYTES];
    for (int i = 0; i < layout.blockCount(); i++) {
      ByteRange range = layout.rangeOf(i);
      Digest digest = Digest.of(ByteBuffer.wrap(bytes, (int) range.first(), (int) range.length()));
      System.arraycopy(digest.toRaw(), 0, digests, i * Digest.BYTES, Digest.BYTES);
    }
    return new Manifest(layout, digests, Digest.of(bytes), "video/mp4");
  }

  private FoundFile file(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("film.mp4"), bytes);
    return new FoundFile(
        "/film.mp4", file, FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class)));
  }
}
