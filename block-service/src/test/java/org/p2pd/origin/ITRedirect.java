package org.p2pd.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.origin.TestOrigin.header;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.testkit.bytes.TestBytes;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** {@code P2PD_PUBLISH_REDIRECT}, with caches that answer or do not. */
class ITRedirect {
  private static final byte[] FILM = TestBytes.random(700_000, 1);

  @TempDir
  Path home;

  private final FakeTracker tracker = new FakeTracker();
  private TestOrigin origin;
  private volatile String holding = "nothing";
  private DisposableServer cache;

  @BeforeEach
  void start() throws IOException {
    Path media = Files.createDirectories(home.resolve("media"));
    Files.write(media.resolve("film.mp4"), FILM);
    Files.writeString(media.resolve("page.html"), "<html></html>");
    cache = HttpServer.create()
        .host("127.0.0.1")
        .handle(
            (request, response) -> response.header("P2pd-Content-Id", holding).send())
        .bindNow();
    origin = TestOrigin.start(
        media,
        home.resolve("state"),
        "p2pd.publish.redirect=true",
        "p2pd.publish.token=publish",
        "p2pd.tracker.url=" + tracker.url());
    origin.awaitStatus("/film.mp4", 200);
    origin.awaitStatus("/page.html", 200);
    await().until(() -> tracker.publications.size() == 2);
  }

  @AfterEach
  void stop() {
    origin.close();
    tracker.close();
    cache.disposeNow();
  }

  private void hand(HostRole role) {
    HostId id = new HostId("ab".repeat(16));
    String url = "http://127.0.0.1:" + cache.port();
    tracker.hosts.add(
        new HostEntry(id, url, role, null, true, false, false, BlockSet.everything(), 0));
  }

  @Test
  void viewer_onceAHealthyCacheIsNear_isSentThere() {
    holding = header(origin.head("/film.mp4?direct"), "p2pd-content-id");
    hand(HostRole.CACHE);

    HttpResponse<byte[]> sent = origin.awaitStatus("/film.mp4?x=1", 307);

    assertThat(header(sent, "location"))
        .isEqualTo("http://127.0.0.1:" + cache.port() + "/film.mp4?x=1");
    assertThat(origin.get("/film.mp4").statusCode()).isEqualTo(307);
    assertThat(origin.get("/film.mp4?direct").body()).isEqualTo(FILM);
    assertThat(origin.get("/film.mp4", "User-Agent", "p2pd").body()).isEqualTo(FILM);
    assertThat(origin.get("/film.mp4", "CDN-Loop", "cache-1").body()).isEqualTo(FILM);
    assertThat(origin.get("/film.mp4", "Via", "1.1 cache-1").body()).isEqualTo(FILM);
    assertThat(origin.get("/page.html").statusCode()).isEqualTo(200);

    cache.disposeNow();

    assertThat(origin.awaitStatus("/film.mp4", 200).body()).isEqualTo(FILM);
  }

  @Test
  void viewer_cacheHasOtherBytesUnderTheName_isServedHere() {
    hand(HostRole.CACHE);
    hand(HostRole.AGENT);

    for (int i = 0; i < 50; i++) {
      assertThat(origin.get("/film.mp4").body()).isEqualTo(FILM);
    }
  }
}
