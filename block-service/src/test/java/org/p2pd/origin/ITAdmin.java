package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.transport.wire.WireFormat;
import tools.jackson.databind.JsonNode;

/** What an administrator sees and does on the management port. */
class ITAdmin {
  private static final String[] OPERATOR = {"Authorization", "Bearer the-operators-token"};

  @TempDir
  Path media;

  @TempDir
  Path state;

  private TestOrigin origin;

  @BeforeEach
  void start() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.writeString(media.resolve("film " + i + ".mp4"), "film " + i);
    }
    origin = TestOrigin.start(media, state, "p2pd.publish.token=the-operators-token");
    for (int i = 0; i < 5; i++) {
      origin.awaitStatus("/film%20" + i + ".mp4", 200);
    }
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @Test
  void list_isPagedByPath() {
    JsonNode first = publications("?limit=3");
    JsonNode second =
        publications("?limit=3&after=" + first.get("next").asString().replace("%", "%25"));

    assertThat(first.get("published").asInt()).isEqualTo(5);
    assertThat(first.get("files").get(0).get("path").asString()).isEqualTo("/film%200.mp4");
    assertThat(first.get("files")).hasSize(3);
    assertThat(second.get("files").get(0).get("path").asString()).isEqualTo("/film%203.mp4");
    assertThat(second.get("files")).hasSize(2);
    assertThat(second.get("next").isNull()).isTrue();
  }

  @Test
  void list_limitOutOfRange_isRefused() {
    HttpResponse<byte[]> answer = origin.send("GET", origin.management("/publications?limit=1001"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).asString(UTF_8).contains("limit: 1001 (expected: 1 <= limit");
  }

  @Test
  void list_showsHowFarReadingHasCome() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(media.resolve("big.mp4").toFile(), "rw")) {
      sparse.setLength(300L << 30);
    }

    JsonNode read = await()
        .until(
            () -> publications("").get("reading"),
            reading -> reading.size() == 1 && reading.get(0).get("bytesRead").asLong() > 0)
        .get(0);

    assertThat(read.get("path").asString()).isEqualTo("/big.mp4");
    assertThat(read.get("bytes").asLong()).isEqualTo(300L << 30);
    assertThat(body(origin.send(
            "GET", origin.management("/metrics/p2pd.publish.progress?tag=file:/big.mp4"))))
        .contains("measurements");
  }

  @Test
  void servedBytes_areCountedByWhoAsks_whereItIs_andHowTheyLeft() throws IOException {
    Files.writeString(media.resolve("live.m3u8"), "#EXTM3U\n");
    origin.awaitStatus("/live.m3u8", 200);
    String film = "/film%200.mp4";
    String[] node = {"User-Agent", "p2pd", "P2pd-Zone", "campus"};
    String[] cache = {"User-Agent", "p2pd", "P2pd-Zone", "campus", "CDN-Loop", "0123"};

    origin.get(film, node);
    origin.get(film, cache);
    origin.get(film, cache);
    origin.get("/live.m3u8");

    awaitServed(2 * 6, "cache", "campus", "sendfile");
    awaitServed(6, "agent", "campus", "sendfile");
    assertThat(served("viewer", "none", "sendfile")).as("while it waited").isPositive();
    assertThat(served("viewer", "none", "memory")).isPositive();
  }

  @Test
  void prometheus_hasWhatIsPublished() {
    assertThat(body(origin.send("GET", origin.management("/prometheus"))))
        .contains("# TYPE p2pd_publish_files gauge", "p2pd_publish_files");
  }

  private void awaitServed(long bytes, String to, String zone, String way) {
    await().untilAsserted(() -> assertThat(served(to, zone, way)).isEqualTo(bytes));
  }

  private double served(String to, String zone, String way) {
    String tags = "?tag=to:" + to + "&tag=zone:" + zone + "&tag=way:" + way;
    return WireFormat.json()
        .readTree(body(origin.send("GET", origin.management("/metrics/p2pd.served.bytes" + tags))))
        .at("/measurements/0/value")
        .asDouble();
  }

  @Test
  void changes_withoutTheToken_areRefused() {
    String url = origin.management("/publications?path=/film%25200.mp4");

    assertThat(origin.send("DELETE", url).statusCode()).isEqualTo(401);
    assertThat(origin.send("DELETE", url, "Authorization", "Bearer another").statusCode())
        .isEqualTo(401);
    assertThat(origin.post(origin.management("/publications"), "{}").statusCode())
        .isEqualTo(401);
    assertThat(origin.get("/film%200.mp4").statusCode()).isEqualTo(200);
  }

  @Test
  void scheme_isReadInCapitalsOrNot() {
    for (String scheme : new String[] {"bearer", "BEARER"}) {
      HttpResponse<byte[]> answer = origin.post(
          origin.management("/publications"),
          "{}",
          "Authorization",
          scheme + " the-operators-token");

      assertThat(answer.statusCode()).as(body(answer)).isEqualTo(202);
    }
  }

  @Test
  void changes_onThePublicPort_areRefusedEvenWithTheToken() {
    assertThat(origin.send("DELETE", origin.url("/film%200.mp4"), OPERATOR).statusCode())
        .isEqualTo(405);
    assertThat(origin.get("/actuator/publications").statusCode()).isEqualTo(404);
  }

  @Test
  void changes_whereNoTokenIsSet_areRefusedWithTheReason() {
    origin.close();
    origin = TestOrigin.start(media, state);

    HttpResponse<byte[]> answer = origin.post(origin.management("/publications"), "{}", OPERATOR);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(body(answer)).contains("there is no P2PD_PUBLISH_TOKEN");
  }

  @Test
  void withdraw_holdsAcrossARestart_untilTheFileChanges() throws IOException {
    withdraw();
    origin.close();

    origin = TestOrigin.start(media, state, "p2pd.publish.token=the-operators-token");

    origin.awaitStatus("/film%201.mp4", 200);
    assertThat(origin.get("/film%200.mp4").statusCode()).isEqualTo(404);
    Files.writeString(media.resolve("film 0.mp4"), "film 0, a new cut");
    origin.awaitBytes("/film%200.mp4", "film 0, a new cut".getBytes(UTF_8));
  }

  @Test
  void readAgain_publishesWhatWasWithdrawn() {
    withdraw();

    HttpResponse<byte[]> answer =
        origin.post(origin.management("/publications"), "{\"path\":\"/film%200.mp4\"}", OPERATOR);

    assertThat(answer.statusCode()).as(body(answer)).isEqualTo(200);
    origin.awaitBytes("/film%200.mp4", "film 0".getBytes(UTF_8));
  }

  @Test
  void readAgain_ofNothing_saysSo() {
    HttpResponse<byte[]> answer =
        origin.post(origin.management("/publications"), "{\"path\":\"/nothing.mp4\"}", OPERATOR);

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void rescan_findsWhatNobodyTold() throws IOException {
    HttpResponse<byte[]> answer = origin.post(origin.management("/publications"), "{}", OPERATOR);

    assertThat(answer.statusCode()).isEqualTo(202);
  }

  private void withdraw() {
    HttpResponse<byte[]> answer =
        origin.send("DELETE", origin.management("/publications?path=/film%25200.mp4"), OPERATOR);
    assertThat(answer.statusCode()).as(body(answer)).isEqualTo(200);
    assertThat(origin.get("/film%200.mp4").statusCode()).isEqualTo(404);
  }

  private JsonNode publications(String query) {
    return WireFormat.json()
        .readTree(origin.send("GET", origin.management("/publications" + query)).body());
  }

  private static String body(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }
}
