package org.p2pd.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large library on little memory, in a process of its own with {@code -Xmx256m}. Larger than in every build:
 * {@code -Dp2pd.library.files=100000 -Dp2pd.library.gib=100}; {@code docs/origin.md} has the figures.
 */
class ITLargeLibrary {
  private static final int FILES = Integer.getInteger("p2pd.library.files", 10_000);
  private static final long GIB = Long.getLong("p2pd.library.gib", 1);
  private static final int FILES_PER_FOLDER = 500;
  private static final Duration LONG = Duration.ofMinutes(20);

  @TempDir
  Path media;

  @TempDir
  Path state;

  @Test
  void manyFilesAndAHugeOne_fitIntoLittleMemory_andARestartReadsNothing() throws Exception {
    makeLibrary();
    long start = System.nanoTime();
    try (OriginProcess origin = OriginProcess.start(media, state, "256m")) {
      awaitPublished(origin);
      report("read", origin, start);
      origin.awaitStatus("/huge.mp4", 200);
      origin.kill();
    }

    start = System.nanoTime();
    try (OriginProcess again = OriginProcess.start(media, state, "256m")) {
      awaitPublished(again);
      report("restarted", again, start);
      assertThat(again.management("/actuator/metrics/p2pd.publish.files.read"))
          .contains("\"value\":0.0");
      again.awaitStatus("/folder-0/film-0.mp4", 200);
    }
  }

  private void makeLibrary() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Path folder = media.resolve("folder-" + i / FILES_PER_FOLDER);
      if (i % FILES_PER_FOLDER == 0) {
        Files.createDirectory(folder);
      }
      Files.writeString(folder.resolve("film-" + i % FILES_PER_FOLDER + ".mp4"), "film " + i);
    }
    try (RandomAccessFile sparse =
        new RandomAccessFile(media.resolve("huge.mp4").toFile(), "rw")) {
      sparse.setLength(GIB << 30);
    }
  }

  private static void awaitPublished(OriginProcess origin) {
    String published = "\"published\":" + (FILES + 1) + ",";
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(origin.management("/actuator/health/publishing")).contains(published));
  }

  private static void report(String what, OriginProcess origin, long startNanos) {
    System.out.printf(
        "%d files and one of %d GiB %s in %.1f s, process start included; heap used: %s%n",
        FILES,
        GIB,
        what,
        (System.nanoTime() - startNanos) / 1e9,
        origin.management("/actuator/metrics/jvm.memory.used?tag=area:heap"));
  }
}
