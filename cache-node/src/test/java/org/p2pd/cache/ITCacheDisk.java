package org.p2pd.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.store.BlockStore;

/** Disks that are full or refuse to write: viewers see nothing of it. */
class ITCacheDisk {
  /** 80 MiB: more than the small disk has. */
  private static final TestFilm FILM =
      TestFilm.of("http://cdn.example.com/long.mp4", 5_120 * TestFilm.BLOCK, 21);

  private static final String PATH = "/long.mp4";
  private static final int DISK_MIB = 64;

  @TempDir
  Path directory;

  private TrackerStub tracker;
  private OriginStub origin;

  @BeforeEach
  void start() {
    tracker = new TrackerStub(FILM);
    origin = new OriginStub(FILM);
    tracker.hosts.add(origin.entry());
  }

  @AfterEach
  void stop() {
    origin.close();
    tracker.close();
  }

  private CacheNode cache(Path where) throws Exception {
    CacheNode cache = new CacheNode(where, tracker.url(), "--p2pd.cache.size=1GB");
    await().until(cache::health, health -> health.contains("registered at"));
    return cache;
  }

  @Test
  void diskSmallerThanTheLimit_viewersSeeNoErrorAndHealthTells() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeThat(isMounted(disk, DISK_MIB))
        .as("this test needs to mount a tmpfs, which is not permitted here")
        .isTrue();
    try (CacheNode cache = cache(disk)) {
      for (int i = 0; i < 2; i++) {
        HttpResponse<byte[]> response = cache.get(PATH);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(FILM.bytes());
      }
      BlockSet held = cache.bean(BlockStore.class).held(FILM.manifest().contentId());
      assertThat(held.size()).isBetween(3_000, DISK_MIB << 6);
      assertThat(cache.health()).contains("No space left on device").contains("\"DOWN\"");
      assertThat(filesIn(disk.resolve("tmp"))).isEmpty();

      cache.bean(BlockStore.class).forget(FILM.manifest().contentId());
      assertThat(cache.get(PATH, "Range", "bytes=0-99999").statusCode()).isEqualTo(206);
      assertThat(cache.health()).doesNotContain("No space left");
    } finally {
      runs("umount", "" + disk);
    }
  }

  @Test
  void oneOfTwoDisksIsFullAndThenGone_viewersSeeNoErrorAndHealthTells() throws Exception {
    Path one = Files.createDirectory(directory.resolve("one"));
    Path two = Files.createDirectory(directory.resolve("two"));
    assumeThat(isMounted(one, DISK_MIB) && isMounted(two, 2 * DISK_MIB))
        .as("this test needs to mount a tmpfs, which is not permitted here")
        .isTrue();
    Files.write(one.resolve("somebody-elses"), new byte[(DISK_MIB - 8) << 20]);
    try (CacheNode cache = cache(Path.of(one + "," + two))) {
      assertThat(cache.get(PATH).body()).isEqualTo(FILM.bytes());
      assertThat(cache.health()).contains(one + ": ", "No space left on device", "\"DOWN\"");
      assertThat(cache.get(PATH).headers().firstValue("Cache-Status").orElseThrow())
          .startsWith("p2pd; hit");
      assertThat(filesIn(one.resolve("blocks"))).isNotEmpty();

      assertThat(runs("umount", "-l", "" + one)).isTrue();
      assertThat(cache.get(PATH).body()).isEqualTo(FILM.bytes());
      assertThat(cache.get(PATH).headers().firstValue("Cache-Status").orElseThrow())
          .startsWith("p2pd; hit");
      assertThat(filesIn(one)).as("nothing is written where the disk was").isEmpty();
    } finally {
      runs("umount", "-l", "" + one);
      runs("umount", "-l", "" + two);
    }
  }

  private static boolean isMounted(Path where, int mib) throws Exception {
    return runs("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "p2pd-test", "" + where);
  }

  /** The limit on file sizes lets every write of a block fail half-way, as a broken disk does; it can be set from outside. */
  @Test
  void writesFailNowAndThen_viewersSeeNoErrorAndNothingStays() throws Exception {
    String self = Long.toString(ProcessHandle.current().pid());
    assumeThat(runs("prlimit", "--pid", self, "--fsize"))
        .as("this test needs prlimit (util-linux)")
        .isTrue();
    Path where = directory.resolve("cache");
    AtomicBoolean over = new AtomicBoolean();
    Thread breaker = new Thread(() -> breakAndMend(self, over), "disk-breaker");
    try (CacheNode cache = cache(where)) {
      breaker.start();
      boolean refused = false;
      for (int i = 0; i < 200 && !refused; i++) {
        long from = (long) i * FILM.bytes().length / 200;
        int to = (int) Math.min(FILM.bytes().length - 1L, from + 1_000_000);
        HttpResponse<byte[]> response = cache.get(PATH, "Range", "bytes=" + from + "-" + to);
        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.body())
            .isEqualTo(java.util.Arrays.copyOfRange(FILM.bytes(), (int) from, to + 1));
        refused = cache.health().contains("File too large");
      }
      assertThat(refused).as("health told of a refused write").isTrue();
      over.set(true);
      breaker.join();

      assertThat(cache.get(PATH).body()).isEqualTo(FILM.bytes());
      assertThat(cache.health()).doesNotContain("File too large");
      assertThat(filesIn(where.resolve("tmp"))).isEmpty();
      // What memory kept while the disk refused it may have gone through once more: fetched anew.
      await()
          .until(
              () -> cache.get(PATH).headers().firstValue("Cache-Status").orElseThrow(),
              status -> status.startsWith("p2pd; hit"));
    } finally {
      over.set(true);
      breaker.join();
    }
  }

  private static void breakAndMend(String pid, AtomicBoolean over) {
    try {
      while (!over.get()) {
        runs("prlimit", "--pid", pid, "--fsize=8192:unlimited");
        TimeUnit.MILLISECONDS.sleep(50);
        runs("prlimit", "--pid", pid, "--fsize=unlimited:unlimited");
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean runs(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
