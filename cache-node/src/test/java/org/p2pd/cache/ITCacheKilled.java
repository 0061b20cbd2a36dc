package org.p2pd.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.testkit.random.Seeded;

/**
 * A cache in a process of its own that is killed with SIGKILL at random points while eight viewers read and it evicts all
 * the time. {@code -Dp2pd.kills=200} for the long run.
 */
@Seeded
class ITCacheKilled {
  private static final int KILLS = Integer.getInteger("p2pd.kills", 3);
  private static final int VIEWERS = 8;
  private static final long LIMIT_BYTES = 4 << 20;
  private static final int RANGE_BYTES_MAX = 200_000;
  private static final Duration RETRY = Duration.ofMillis(20);
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final TestFilm FILM =
      TestFilm.of("http://cdn.example.com/films/long.mp4", 12 << 20, 7);

  @TempDir
  Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService viewers = Executors.newFixedThreadPool(VIEWERS);
  private final AtomicInteger right = new AtomicInteger();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private TrackerStub tracker;
  private OriginStub origin;
  private URI film;
  private Process cache;

  @BeforeEach
  void start() throws IOException {
    tracker = new TrackerStub(FILM);
    origin = new OriginStub(FILM);
    tracker.hosts.add(origin.entry());
    film = URI.create("http://127.0.0.1:" + freePort() + "/films/long.mp4");
    cache = startCache();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    viewers.shutdownNow();
    cache.destroyForcibly().waitFor();
    viewers.awaitTermination(1, TimeUnit.MINUTES);
    origin.close();
    tracker.close();
  }

  @Test
  void killedAtAnyMoment_neverServesAWrongByteAndNeverExceedsItsLimit(RandomGenerator random)
      throws Exception {
    for (int viewer = 0; viewer < VIEWERS; viewer++) {
      long seed = random.nextLong();
      viewers.execute(() -> watch(new Random(seed)));
    }

    for (int kill = 1; kill <= KILLS; kill++) {
      awaitMoreAnswers(20 + random.nextInt(300));
      cache.destroyForcibly().waitFor();
      assertThat(bytesOnDisk()).as("after kill %d", kill).isLessThanOrEqualTo(LIMIT_BYTES);
      cache = startCache();
    }

    awaitMoreAnswers(100);
    assertThat(wrong).isEmpty();
  }

  private void awaitMoreAnswers(int more) {
    int goal = right.get() + more;
    await()
        .atMost(START_MAX)
        .until(() -> right.get() >= goal || !wrong.isEmpty() || !cache.isAlive());
    assertThat(cache.isAlive()).as("nobody but this test ends it").isTrue();
  }

  private Process startCache() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CacheApplication.class.getName(),
            "--server.address=127.0.0.1",
            "--server.port=" + film.getPort(),
            "--management.server.port=0",
            "--p2pd.cache.directory=" + directory,
            "--p2pd.cache.size=" + LIMIT_BYTES + "B",
            "--p2pd.cache.token=secret",
            "--p2pd.tracker.url=" + tracker.url())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void watch(Random random) {
    while (!Thread.currentThread().isInterrupted()) {
      int from = random.nextInt(FILM.bytes().length);
      int to = Math.min(FILM.bytes().length - 1, from + random.nextInt(RANGE_BYTES_MAX));
      try {
        judge(read(from, to), from, to);
      } catch (IOException killed) {
        // Connections end with the process, and the next one is refused until it is back.
        LockSupport.parkNanos(RETRY.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private HttpResponse<byte[]> read(int from, int to) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(film)
            .header("Range", "bytes=" + from + "-" + to)
            .timeout(Duration.ofSeconds(30))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private void judge(HttpResponse<byte[]> response, int from, int to) {
    if (response.statusCode() != 206) {
      wrong.add("status " + response.statusCode() + " for " + from + "-" + to);
    } else if (!Arrays.equals(
        response.body(), 0, response.body().length, FILM.bytes(), from, to + 1)) {
      wrong.add("bytes of " + from + "-" + to);
    } else {
      right.incrementAndGet();
    }
  }

  /**
   * What a dead cache leaves behind. A living one can't be measured from outside: a walk counts a file that goes and the one
   * that comes in its place.
   */
  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
