package org.p2pd.transport.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.FileRegion;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.wire.WireFormat;
import reactor.core.scheduler.Schedulers;

class ITContentRoutes {
  private static final int BLOCK = TestSource.BLOCK;
  private static final int LENGTH = 40 * BLOCK + 1;

  @TempDir
  Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Observed observed = new Observed();
  private TestSource source;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    source = new TestSource(directory, LENGTH);
    node = new TestNode(ContentRoutes.of(source, observed), true);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @MethodSource("org.p2pd.transport.serve.TestNode#transports")
  void content_whole_leavesBySendfileByteForByte(boolean preferNative) throws Exception {
    try (TestNode other = new TestNode(ContentRoutes.of(source, observed), preferNative)) {
      HttpResponse<byte[]> response = client.send(
          HttpRequest.newBuilder(URI.create(other.url(source.path()))).build(),
          BodyHandlers.ofByteArray());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(source.bytes);
      assertThat(other.written).anyMatch(FileRegion.class::isAssignableFrom);
    }
    assertThat(source.released).hasValue(source.handedOut.get());
    assertThat(observed.sent).hasValue(LENGTH);
    assertThat(observed.active).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=16383-16384, 16383, 16384",
    "bytes=100000-400000, 100000, 400000",
    "bytes=-1, 655360, 655360",
    "bytes=655000-, 655000, 655360"
  })
  void content_range_isExact(String range, long first, long last) throws Exception {
    HttpResponse<byte[]> response = get(source.path(), "Range", range);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(source.slice(new ByteRange(first, last)));
    assertThat(header(response, "content-range"))
        .isEqualTo("bytes " + first + "-" + last + "/" + LENGTH);
  }

  @Test
  void content_whole_isImmutableAndOpaque() throws Exception {
    HttpResponse<byte[]> response = get(source.path());

    assertThat(header(response, "etag")).isEqualTo("\"" + source.manifest.contentId() + "\"");
    assertThat(header(response, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(response, "content-type")).isEqualTo("application/octet-stream");
    assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(response, "accept-ranges")).isEqualTo("bytes");
  }

  @Test
  void content_beyondTheEnd_is416() throws Exception {
    HttpResponse<byte[]> response = get(source.path(), "Range", "bytes=" + LENGTH + "-");

    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(header(response, "content-range")).isEqualTo("bytes */" + LENGTH);
    assertThat(text(response)).contains("bytes=" + LENGTH + "-");
  }

  @Test
  void content_knownTag_is304() throws Exception {
    HttpResponse<byte[]> response =
        get(source.path(), "If-None-Match", "\"" + source.manifest.contentId() + "\"");

    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
    assertThat(header(response, "etag")).isEqualTo("\"" + source.manifest.contentId() + "\"");
  }

  @Test
  void content_otherTag_is412() throws Exception {
    HttpResponse<byte[]> response = get(source.path(), "If-Match", "\"other\"");

    assertThat(response.statusCode()).isEqualTo(412);
    assertThat(text(response)).contains(source.manifest.contentId().hex());
  }

  @Test
  void content_head_saysTheLengthAndKeepsTheConnection() throws Exception {
    String answers = RawHttp.exchange(
        node.address(),
        "HEAD " + source.path() + " HTTP/1.1",
        "Host: localhost",
        "",
        "HEAD " + source.path() + " HTTP/1.1",
        "Host: localhost",
        "Connection: close");

    assertThat(answers.toLowerCase(java.util.Locale.ROOT).split("content-length: " + LENGTH, -1))
        .hasSize(3);
    assertThat(answers).endsWith("\r\n\r\n");
  }

  @Test
  void content_lacking_saysWhatIsHere() throws Exception {
    source.held = BlockSet.parse("0-3,10,30");

    HttpResponse<byte[]> response = get(source.path(), "Range", "bytes=32768-180223");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "p2pd-have")).isEqualTo("2-3,10");
    assertThat(header(response, "cache-control")).isEqualTo("no-store");
  }

  @Test
  void content_heldRangeOfLackingContent_isServed() throws Exception {
    source.held = BlockSet.parse("2-3");

    assertThat(get(source.path(), "Range", "bytes=32768-65535").statusCode()).isEqualTo(206);
  }

  @Test
  void content_lackingButFetchedForTheClient_isServed() throws Exception {
    source.held = BlockSet.empty();
    source.fetches = true;

    assertThat(get(source.path()).body()).isEqualTo(source.bytes);
  }

  @Test
  void content_firstPieceFails_isAnError() throws Exception {
    source.failsAtBlock = 0;

    HttpResponse<byte[]> response = get(source.path());

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("etag")).isEmpty();
  }

  @Test
  void content_laterPieceFails_cutsTheConnection() throws Exception {
    source.failsAtBlock = 9;

    String answer =
        RawHttp.exchange(node.address(), "GET " + source.path() + " HTTP/1.1", "Host: localhost");

    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    byte[] expected = source.slice(ByteRange.ofLength(0, body.length()));
    assertThat(body.length()).isBetween(1, 9 * BLOCK);
    assertThat(body.getBytes(ISO_8859_1)).isEqualTo(expected);
    assertThat(source.released).hasValue(source.handedOut.get());
  }

  @Test
  void content_clientLeaves_releasesAllPieces() throws Exception {
    TestSource large = new TestSource(directory, 2_000 * BLOCK);
    try (TestNode other = new TestNode(ContentRoutes.of(large, observed), true)) {
      try (Socket socket =
          RawHttp.open(other.address(), "GET " + large.path() + " HTTP/1.1", "Host: localhost")) {
        assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
      }
      await().untilAsserted(() -> assertThat(observed.active).hasValue(0));
      await().untilAsserted(() -> assertThat(large.released).hasValue(large.handedOut.get()));
      assertThat(large.handedOut.get()).isPositive().isLessThan(1_000);
    }
  }

  @Test
  void content_clientStalls_isClosedAndReleased() throws Exception {
    TestSource large = new TestSource(directory, 2_000 * BLOCK);
    try (TestNode other = new TestNode(ContentRoutes.of(large, observed), true);
        Socket socket =
            RawHttp.open(other.address(), "GET " + large.path() + " HTTP/1.1", "Host: localhost")) {
      await().untilAsserted(() -> assertThat(observed.started.get()).isEqualTo(1));
      await().untilAsserted(() -> assertThat(observed.active).hasValue(0));

      assertThat(large.released).hasValue(large.handedOut.get());
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void content_clientTrickles_isClosedToo() throws Exception {
    TestSource large = new TestSource(directory, 2_000 * BLOCK);
    try (TestNode other = new TestNode(ContentRoutes.of(large, observed), true);
        Socket socket =
            RawHttp.open(other.address(), "GET " + large.path() + " HTTP/1.1", "Host: localhost")) {
      await().untilAsserted(() -> assertThat(observed.started.get()).isEqualTo(1));
      await().until(() -> socket.getInputStream().read() >= 0 && observed.active.get() == 0);

      assertThat(large.released).hasValue(large.handedOut.get());
    }
  }

  @Test
  void content_empty_ignoresRange() throws Exception {
    TestSource empty = new TestSource(directory, 0);
    try (TestNode other = new TestNode(ContentRoutes.of(empty, observed), true)) {
      String answer = RawHttp.exchange(
          other.address(),
          "GET " + empty.path() + " HTTP/1.1",
          "Host: localhost",
          "Range: bytes=0-",
          "Connection: close");

      assertThat(answer).startsWith("HTTP/1.1 200 ").contains("0\r\n").endsWith("\r\n\r\n");
    }
  }

  @Test
  void have_partlyHeld_isTheBlockSet() throws Exception {
    source.held = BlockSet.parse("0-3,10");

    assertThat(text(get(source.path() + "/have"))).isEqualTo("{\"blocks\":\"0-3,10\"}");
  }

  @Test
  void manifest_known_certifiesItself() throws Exception {
    HttpResponse<byte[]> response = get(source.path() + "/manifest");

    assertThat(
            WireFormat.json().readValue(response.body(), org.p2pd.protocol.content.Manifest.class))
        .isEqualTo(source.manifest);
    assertThat(header(response, "cache-control")).contains("immutable");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40})
  void block_byDigest_isWhole(int index) throws Exception {
    String path =
        "/.well-known/ni/sha-256/" + source.manifest.blockDigest(index).base64Url();

    HttpResponse<byte[]> response = get(path);

    assertThat(response.body()).isEqualTo(source.slice(source.manifest.layout().rangeOf(index)));
    assertThat(header(response, "content-digest"))
        .isEqualTo("sha-256=:" + source.manifest.blockDigest(index).base64() + ":");
    assertThat(header(response, "cache-control")).contains("immutable");
  }

  @Test
  void block_head_releasesThePiece() throws Exception {
    String path = "/.well-known/ni/sha-256/" + source.manifest.blockDigest(0).base64Url();

    HttpResponse<Void> response = client.send(
        HttpRequest.newBuilder(URI.create(node.url(path)))
            .method("HEAD", BodyPublishers.noBody())
            .build(),
        BodyHandlers.discarding());

    assertThat(response.headers().firstValueAsLong("content-length")).hasValue(BLOCK);
    assertThat(source.released).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/.p2pd/content/xyz, 400, xyz",
    "/.p2pd/content/xyz/have, 400, xyz",
    "/.well-known/ni/sha-256/abc, 400, abc",
    "/.p2pd/content/0000000000000000000000000000000000000000000000000000000000000000, 404, 0000",
    "/.well-known/ni/sha-256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, 404, AAAA",
    "/film.mp4, 404, 404"
  })
  void get_malformedOrUnknown_isAProblemThatNamesIt(String path, int status, String named)
      throws Exception {
    HttpResponse<byte[]> response = get(path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
    assertThat(text(response)).contains(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void otherMethods_are405(String method) throws Exception {
    String answer = RawHttp.exchange(
        node.address(),
        method + " " + source.path() + " HTTP/1.1",
        "Host: localhost",
        "Content-Length: 0",
        "Connection: close");

    assertThat(answer).startsWith("HTTP/1.1 405 ").containsIgnoringCase("allow: ");
  }

  /** Reactor Netty stops reading a connection whose next request overtakes the end of an answer; see RoutesInTurn. */
  @Test
  void quickRequestsOnOneConnection_areAllAnswered() throws Exception {
    TestSource small = new TestSource(directory, BLOCK + 1);
    small.emitsOn = Schedulers.parallel();
    try (TestNode other = new TestNode(ContentRoutes.of(small, observed), true);
        Socket socket = RawHttp.open(other.address(), "HEAD / HTTP/1.1", "Host: localhost")) {
      for (int i = 0; i < 3_000; i++) {
        RawHttp.readAnswer(socket, i > 0 && i % 2 == 1);
        String path = i % 2 == 0 ? small.path() : "/nowhere";
        RawHttp.send(
            socket, (i % 2 == 0 ? "GET " : "HEAD ") + path + " HTTP/1.1", "Host: localhost");
      }
    }
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.url(path)));
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static final class Observed implements ServingObserver {
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger active = new AtomicInteger();
    final AtomicLong sent = new AtomicLong();

    @Override
    public void started() {
      started.incrementAndGet();
      active.incrementAndGet();
    }

    @Override
    public void sent(long bytes) {
      sent.addAndGet(bytes);
    }

    @Override
    public void finished() {
      active.decrementAndGet();
    }
  }
}
