package org.p2pd.tracker.fastpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.testkit.random.Seeded;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest;
import org.p2pd.transport.wire.WireFormat;

/** The fast path and the route beside each other: nobody sees from outside who answered, except by the speed. */
@NullUnmarked
class ITAnnounceFastPath {
  private static RedisServer redis;
  private static TrackerUnderTest tracker;
  private static Registered origin;
  private static Registered agent;
  private static ContentId film;
  private static AnnounceFastPath fastPath;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    tracker = TrackerUnderTest.start(redis);
    origin = tracker.origin();
    agent = tracker.register(HostRole.AGENT, 0, null);
    film = tracker.content(64);
    tracker.holds(origin, film, "*");
    fastPath = tracker.bean(AnnounceFastPath.class);
  }

  @AfterAll
  static void stop() {
    tracker.close();
    redis.close();
  }

  /** An absolute URI means the same, and is not plain. */
  @Test
  void plainAnnounce_isAnsweredAsTheRouteDoes() throws IOException {
    long before = fastPath.taken();
    try (Socket socket = connected()) {
      Response quick = exchange(socket, request("/v1/announce", agent.token(), announce("0-9")));
      assertThat(fastPath.taken()).isEqualTo(before + 1);
      Response routed = exchange(
          socket,
          request(
              "http://127.0.0.1:" + tracker.port() + "/v1/announce",
              agent.token(),
              announce("0-9")));

      assertThat(fastPath.taken()).isEqualTo(before + 1);
      assertThat(quick.status()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(quick.reply()).isEqualTo(routed.reply());
      assertThat(quick.reply().contents().get(0).hosts()).hasSize(1);
      assertThat(quick.fieldsWithoutIdAndDate()).isEqualTo(routed.fieldsWithoutIdAndDate());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"hostId\":\"XYZ\"}",
        "{\"hostId\":\"00000000000000000000000000000000\"}",
        "{\"hostId\":\"HOST\",\"delivered\":-1}",
        "{\"hostId\":\"HOST\",\"contents\":[{\"contentId\":\"FILM\",\"want\":\"9-3\"}]}",
        "{\"contents\":[]}",
        "null",
      })
  void refusal_isTheRoutes(String body) throws IOException {
    String said = body.replace("HOST", agent.hostId().hex()).replace("FILM", film.hex());
    long before = fastPath.taken();
    try (Socket socket = connected()) {
      Response quick = exchange(socket, request("/v1/announce", agent.token(), said));
      Response routed = exchange(socket, request("/v1/announce?", agent.token(), said));

      assertThat(fastPath.taken()).isEqualTo(before);
      assertThat(quick.status()).startsWith("HTTP/1.1 40");
      assertThat(quick.body()).isEqualTo(routed.body());
      assertThat(quick.fieldsWithoutIdAndDate()).isEqualTo(routed.fieldsWithoutIdAndDate());
    }
  }

  @Test
  void leaseHasEnded_isAnsweredAsTheRouteDoes() throws IOException {
    Registered gone = tracker.register(HostRole.AGENT, 0, null);
    tracker.send("DELETE", "/v1/hosts/" + gone.hostId(), null, gone.token()).is(204);
    String said = WireFormat.json().writeValueAsString(Announce.idle(gone.hostId(), List.of()));
    try (Socket socket = connected()) {
      Response quick = exchange(socket, request("/v1/announce", gone.token(), said));
      Response routed = exchange(socket, request("/v1/announce?", gone.token(), said));

      assertThat(quick.status()).startsWith("HTTP/1.1 404 ");
      assertThat(quick.body()).isEqualTo(routed.body());
      assertThat(quick.fieldsWithoutIdAndDate()).isEqualTo(routed.fieldsWithoutIdAndDate());
    }
  }

  /** Requests for both, in one stream of bytes that arrives in pieces: answers come in their order, whoever gives them. */
  @Seeded
  @RepeatedTest(5)
  void pipelined_isAnsweredInOrder(Random random) throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String path = random.nextInt(3) == 0 ? "/v1/announce?" : "/v1/announce";
      requests.append(request(path, agent.token(), announce(Integer.toString(i))));
    }
    byte[] bytes = requests.toString().getBytes(ISO_8859_1);
    try (Socket socket = connected()) {
      for (int from = 0; from < bytes.length; ) {
        int length = Math.min(1 + random.nextInt(2_000), bytes.length - from);
        socket.getOutputStream().write(bytes, from, length);
        from += length;
      }
      for (int i = 0; i < 60; i++) {
        assertThat(Response.read(socket).reply().contents().get(0).hosts())
            .as("answer " + i)
            .hasSize(1);
      }
    }
  }

  /** Longer than the fast path waits for it. */
  @Test
  void restOfABodyThatComesLate_isWaitedForByTheRoute() throws IOException {
    String request = request("/v1/announce", agent.token(), announce("0-9"));
    int last = request.length() - 5;
    try (Socket socket = connected()) {
      socket.getOutputStream().write(request.substring(0, last).getBytes(ISO_8859_1));
      socket.setSoTimeout(1_500);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .as("nothing comes meanwhile")
          .isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(0);
      socket.getOutputStream().write(request.substring(last).getBytes(ISO_8859_1));
      assertThat(Response.read(socket).status()).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  private static String announce(String want) {
    return WireFormat.json()
        .writeValueAsString(Announce.idle(
            agent.hostId(), List.of(AnnouncedContent.question(film, BlockSet.parse(want), 20))));
  }

  private static String request(String target, String token, String body) {
    return "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + tracker.port()
        + "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + token
        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static Socket connected() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", tracker.port()));
    return socket;
  }

  private static Response exchange(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return Response.read(socket);
  }

  private record Response(String status, List<String> fields, String body) {
    static Response read(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("closed after: " + head);
        }
        head.append((char) next);
      }
      List<String> lines = head.toString().strip().lines().toList();
      List<String> fields = lines.subList(1, lines.size()).stream()
          .map(field -> field.toLowerCase(Locale.ROOT))
          .sorted()
          .toList();
      int length = fields.stream()
          .filter(field -> field.startsWith("content-length: "))
          .mapToInt(field -> Integer.parseInt(field.substring("content-length: ".length())))
          .findFirst()
          .orElseThrow();
      return new Response(lines.get(0), fields, new String(in.readNBytes(length), UTF_8));
    }

    List<String> fieldsWithoutIdAndDate() {
      return fields.stream()
          .filter(field -> !field.startsWith("x-request-id: ") && !field.startsWith("date: "))
          .toList();
    }

    AnnounceReply reply() {
      return WireFormat.json().readValue(body, AnnounceReply.class);
    }
  }
}
