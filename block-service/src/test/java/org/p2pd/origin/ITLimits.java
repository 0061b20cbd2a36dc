package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.testkit.bytes.TestBytes;

/** Bounds on what viewers may take, and what happens to those under way when the origin ends. */
class ITLimits {
  /** {@code -Dp2pd.slow-readers=9000} where there is room: each costs two open files and some hundred kilobytes. */
  private static final int SLOW_READERS = Integer.getInteger("p2pd.slow-readers", 200);

  private static final byte[] FILM = TestBytes.random(24 << 20, 1);
  private static final byte[] SHORT = TestBytes.random(200_000, 2);
  private static final String[] GET_FILM = {"GET /film.mp4 HTTP/1.1", "Host: localhost"};

  @TempDir
  Path home;

  @SuppressWarnings("NullAway.Init")
  private TestOrigin origin;

  private void start(String... settings) throws IOException {
    Path media = Files.createDirectories(home.resolve("media"));
    Files.write(media.resolve("film.mp4"), FILM);
    Files.write(media.resolve("short.mp4"), SHORT);
    origin = TestOrigin.start(media, home.resolve("state"), settings);
    origin.awaitStatus("/short.mp4", 200);
    await().until(() -> origin.head("/film.mp4").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @Test
  void responsesMax_isReached_othersAreToldToComeBack() throws IOException {
    start("p2pd.publish.responses-max=1");
    try (Socket slow = origin.open(GET_FILM)) {
      assertThat(slow.getInputStream().readNBytes(1_000)).hasSize(1_000);

      assertThat(origin.get("/short.mp4").statusCode()).isEqualTo(503);
      assertThat(origin.get("/short.mp4").headers().firstValue("retry-after")).isPresent();
      assertThat(origin.head("/short.mp4").statusCode()).isEqualTo(200);
    }
    assertThat(origin.awaitStatus("/short.mp4", 200).body()).isEqualTo(SHORT);
  }

  @Test
  void uploadLimits_areSet_everyByteArrives() throws IOException {
    start("p2pd.publish.upload-limit=4MB", "p2pd.publish.upload-limit-per-connection=512KB");

    List<CompletableFuture<byte[]>> viewers = IntStream.range(0, 6)
        .mapToObj(
            i -> CompletableFuture.supplyAsync(() -> origin.get("/short.mp4").body()))
        .toList();

    assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.join()).isEqualTo(SHORT));
  }

  @Test
  void slowReaders_doNotStopOthers() throws IOException {
    start();
    Socket[] slow = new Socket[SLOW_READERS];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = origin.open(GET_FILM);
      }
      for (Socket each : slow) {
        assertThat(each.getInputStream().readNBytes(100)).hasSize(100);
      }
      assertThat(origin.get("/film.mp4").body()).isEqualTo(FILM);
    } finally {
      for (Socket each : slow) {
        if (each != null) {
          each.close();
        }
      }
    }
  }

  /** The first request opens the file, so that the second takes the fast path, which the web server knows nothing of. */
  @Test
  void shutdown_filmUnderWay_isSentToItsEnd() throws Exception {
    start();
    assertThat(origin.get("/film.mp4").body()).isEqualTo(FILM);
    try (Socket viewer = origin.open(GET_FILM)) {
      byte[] begin = viewer.getInputStream().readNBytes(4_000);
      CompletableFuture<Void> ending = CompletableFuture.runAsync(origin::close);

      byte[] rest = viewer.getInputStream().readAllBytes();
      ending.join();

      int head = new String(begin, ISO_8859_1).indexOf("\r\n\r\n") + 4;
      assertThat(begin.length - head + rest.length).isEqualTo(FILM.length);
    }
  }
}
