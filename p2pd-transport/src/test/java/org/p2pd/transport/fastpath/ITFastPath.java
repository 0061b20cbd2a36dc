package org.p2pd.transport.fastpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.testkit.random.Seeded;
import org.p2pd.transport.edge.ServingLimits;
import org.p2pd.transport.serve.ContentRoutes;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.serve.RawHttp;
import org.p2pd.transport.serve.Representation;
import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.serve.TestNode;
import org.p2pd.transport.serve.TestSource;
import org.p2pd.transport.trace.Traces;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The fast path and the routes over the same content: nobody sees from outside who answered, except by the speed. */
class ITFastPath {
  private static final int BLOCK = TestSource.BLOCK;
  private static final int LENGTH = 40 * BLOCK + 1;

  @TempDir
  Path directory;

  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();
  private TestSource source;
  private Traces traces = Traces.OFF;

  @BeforeEach
  void prepare() throws IOException {
    source = new TestSource(directory, LENGTH);
  }

  private TestNode node(boolean preferNative, ServingLimits limits) {
    return new TestNode(
        ContentRoutes.of(source, ServingObserver.NONE),
        preferNative,
        limits,
        new FastPath((path, request) -> path.equals(source.path()) ? answer() : null, traces));
  }

  private TestNode node() {
    return node(true, TestNode.LIMITS);
  }

  private FastPathAnswer answer() {
    Representation film = Representation.of(source.manifest.contentId(), null, LENGTH);
    return new FastPathAnswer(
        film,
        FixedHeaders.of(film, new org.springframework.http.HttpHeaders()),
        range -> {
          taken.incrementAndGet();
          return source.read(source.manifest, range);
        },
        new ServingObserver() {
          @Override
          public void started() {
            active.incrementAndGet();
          }

          @Override
          public void finished() {
            active.decrementAndGet();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("org.p2pd.transport.serve.TestNode#transports")
  void plainGet_isTakenAndExact(boolean preferNative) throws Exception {
    try (TestNode node = node(preferNative, TestNode.LIMITS);
        Socket socket = get(node)) {
      Answer answer = Answer.read(socket);

      assertThat(answer.head()).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("date: ");
      assertThat(answer.body()).isEqualTo(source.bytes);
      assertThat(node.written).anyMatch(FileRegion.class::isAssignableFrom);
      assertThat(taken).hasValue(1);
    }
    await().untilAsserted(() -> assertThat(active).hasValue(0));
    assertThat(source.released).hasValue(source.handedOut.get());
  }

  /** Whether what comes last is in memory or a file, alone or not. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6})
  void range_isTakenAndExact(int lastBlock) throws Exception {
    long last = (long) lastBlock * BLOCK;
    try (TestNode node = node();
        Socket socket = get(node, "Range: bytes=100-" + last)) {
      Answer answer = Answer.read(socket);

      assertThat(answer.head())
          .startsWith("HTTP/1.1 206 Partial Content\r\n")
          .containsIgnoringCase("content-range: bytes 100-" + last + "/" + LENGTH + "\r\n");
      assertThat(answer.body()).isEqualTo(source.slice(new ByteRange(100, last)));
      RawHttp.send(socket, "GET " + source.path() + " HTTP/1.1", "Host: localhost");
      assertThat(Answer.read(socket).body()).isEqualTo(source.bytes);
      assertThat(taken).hasValue(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close",
        "Content-Length: 0",
        "Expect: 100-continue",
        "Host: again.example",
        "If-Match: \"other\"",
        "If-None-Match: *",
        "Range: bytes=999999999-",
      })
  void notPlain_isLeftToTheRoutes(String field) throws Exception {
    try (TestNode node = node();
        Socket socket = get(node, field)) {
      assertThat(Answer.read(socket).head()).startsWith("HTTP/1.1 ");
    }
    assertThat(taken).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HEAD %s HTTP/1.1", "GET %s?x HTTP/1.1", "GET http://a.example%s HTTP/1.1"})
  void otherTarget_isLeftToTheRoutes(String line) throws Exception {
    try (TestNode node = node()) {
      String answer = RawHttp.exchange(
          node.address(), line.formatted(source.path()), "Host: a.example", "Connection: close");

      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    }
    assertThat(taken).hasValue(0);
  }

  @Test
  void withoutHost_is400() throws Exception {
    try (TestNode node = node()) {
      assertThat(RawHttp.exchange(
              node.address(),
              "GET " + source.path() + " HTTP/1.1",
              "Connection: keep-alive, close"))
          .startsWith("HTTP/1.1 400 ");
    }
  }

  /** Requests for both, in one stream of bytes: answers come in their order, whoever gives them. */
  @Seeded
  @RepeatedTest(5)
  void pipelined_isAnsweredInOrder(Random random) throws Exception {
    source.emitsOn = random.nextBoolean() ? Schedulers.parallel() : null;
    StringBuilder requests = new StringBuilder();
    List<byte[]> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ByteRange range =
          ByteRange.ofLength(random.nextInt(LENGTH - BLOCK), 1 + random.nextInt(BLOCK));
      expected.add(source.slice(range));
      requests
          .append("GET " + source.path() + (i == 0 || random.nextBoolean() ? "" : "?routed")
              + " HTTP/1.1\r\n")
          .append("Host: a.example\r\n")
          .append("Range: bytes=" + range.first() + "-" + range.last() + "\r\n\r\n");
    }
    try (TestNode node = node();
        Socket socket = RawHttp.open(node.address(), "HEAD / HTTP/1.1", "Host: a.example")) {
      Answer.readHead(socket);
      socket.getOutputStream().write(requests.toString().getBytes(ISO_8859_1));
      for (byte[] each : expected) {
        assertThat(Answer.read(socket).body()).isEqualTo(each);
      }
    }
    assertThat(taken.get()).isPositive();
  }

  @Test
  void failsBeforeTheFirstPiece_isAnsweredByTheRoutes() throws Exception {
    source.failsAtBlock = 0;
    try (TestNode node = node();
        Socket socket = get(node)) {
      assertThat(Answer.read(socket).head()).startsWith("HTTP/1.1 500 ");
    }
    assertThat(taken).hasValue(1);
  }

  @Test
  void failsLater_cutsTheConnection() throws Exception {
    source.failsAtBlock = 9;
    try (TestNode node = node()) {
      String answer =
          RawHttp.exchange(node.address(), "GET " + source.path() + " HTTP/1.1", "Host: localhost");

      byte[] body = answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
      assertThat(body.length).isBetween(1, 9 * BLOCK);
      assertThat(body).isEqualTo(source.slice(ByteRange.ofLength(0, body.length)));
    }
    assertThat(active).hasValue(0);
    assertThat(source.released).hasValue(source.handedOut.get());
  }

  @Test
  void clientLeaves_releasesAllPieces() throws Exception {
    source = new TestSource(directory, 2_000 * BLOCK);
    try (TestNode node = new TestNode(
        ContentRoutes.of(source, ServingObserver.NONE),
        true,
        TestNode.LIMITS,
        new FastPath((path, request) -> endless(), Traces.OFF))) {
      try (Socket socket = get(node)) {
        assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
      }
      await().untilAsserted(() -> assertThat(active).hasValue(0));
      await().untilAsserted(() -> assertThat(source.released).hasValue(source.handedOut.get()));
      await().untilAsserted(() -> assertThat(source.copies).allMatch(copy -> copy.refCnt() == 0));
      assertThat(source.handedOut.get()).isPositive().isLessThan(1_000);
    }
  }

  @Test
  void piecesInMemory_areWrittenAsOne() throws Exception {
    try (TestNode node = node();
        Socket socket = get(node, "Range: bytes=" + BLOCK + "-" + (3 * BLOCK - 1))) {
      assertThat(Answer.read(socket).body())
          .isEqualTo(source.slice(ByteRange.ofLength(BLOCK, 2 * BLOCK)));
      assertThat(node.written)
          .as("head and body")
          .hasSize(2)
          .anyMatch(CompositeByteBuf.class::isAssignableFrom);
    }
  }

  @Test
  void piecesThatAreHere_leaveAMiBAtATime() throws Exception {
    assertThat(mostBytesLeaving(UnaryOperator.identity())).isEqualTo(1 << 20);
  }

  @Test
  void piecesThatAreFetched_leaveOneByOne() throws Exception {
    assertThat(mostBytesLeaving(pieces -> pieces.publishOn(Schedulers.parallel(), 1)))
        .isEqualTo(BLOCK);
  }

  /** The most bytes of one answer that were with the fast path and had not left. */
  private long mostBytesLeaving(UnaryOperator<Flux<Piece>> as) throws Exception {
    source = new TestSource(directory, 200 * BLOCK);
    AtomicLong leaving = new AtomicLong();
    AtomicLong most = new AtomicLong();
    FastPathAnswer answer = endless();
    FastPathAnswer counted = new FastPathAnswer(
        answer.representation(),
        answer.headers(),
        range -> Flux.from(answer.body().apply(range))
            .transform(as)
            .doOnNext(piece -> most.accumulateAndGet(leaving.addAndGet(piece.length()), Math::max)),
        new ServingObserver() {
          @Override
          public void sent(long bytes) {
            leaving.addAndGet(-bytes);
          }
        });
    try (TestNode node = new TestNode(
            ContentRoutes.of(source, ServingObserver.NONE),
            true,
            TestNode.LIMITS,
            new FastPath((path, request) -> counted, Traces.OFF));
        Socket socket = get(node)) {
      assertThat(Answer.read(socket).body()).isEqualTo(source.bytes);
    }
    return most.get();
  }

  private FastPathAnswer endless() {
    Representation film = Representation.of(source.manifest.contentId(), null, source.bytes.length);
    FastPathAnswer small = answer();
    return new FastPathAnswer(film, small.headers(), small.body(), small.observer());
  }

  /** A viewer who takes longer than the idle time over one film is not idle; one who asks for nothing is. */
  @Test
  void idle_countsBetweenAnswersOnly() throws Exception {
    Duration idle = Duration.ofMillis(200);
    ServingLimits limits = new ServingLimits(idle, Duration.ofSeconds(20), Duration.ofSeconds(20));
    AtomicInteger sent = new AtomicInteger();
    source.pieces = pieces ->
        pieces.delayElements(Duration.ofMillis(20)).doOnNext(each -> sent.incrementAndGet());
    try (TestNode node = node(true, limits);
        Socket socket = get(node)) {
      assertThat(Answer.read(socket).body()).isEqualTo(source.bytes);
      assertThat(sent).hasValue(41);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private Socket get(TestNode node, String... fields) throws IOException {
    List<String> lines =
        new ArrayList<>(List.of("GET " + source.path() + " HTTP/1.1", "Host: localhost"));
    lines.addAll(List.of(fields));
    return RawHttp.open(node.address(), lines.toArray(String[]::new));
  }

  /** One answer, read byte by byte as far as its {@code Content-Length}. */
  private record Answer(String head, byte[] body) {
    static Answer read(Socket socket) throws IOException {
      String head = readHead(socket);
      String lower = head.toLowerCase(java.util.Locale.ROOT);
      int at = lower.indexOf("content-length: ");
      int length =
          at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf("\r\n", at)));
      return new Answer(head, socket.getInputStream().readNBytes(length));
    }

    static String readHead(Socket socket) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new IOException("closed after: " + head);
        }
        head.append((char) next);
      }
      return head.toString();
    }
  }
}
