package org.p2pd.agent.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.agent.AgentApplication;
import org.p2pd.testkit.bytes.TestBytes;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What goes through the agent unread: tunnels, and answers of sites that are not published. Real sockets all the way. */
class ITProxy {
  private static final int PATIENCE_MILLIS = 30_000;

  @TempDir
  static Path directory;

  private static final ExecutorService SITES = Executors.newCachedThreadPool();
  private static ConfigurableApplicationContext agent;
  private static int port;

  @BeforeAll
  static void begin() throws IOException {
    agent = new SpringApplicationBuilder(AgentApplication.class)
        .properties("spring.config.name=" + AgentApplication.CONFIG_NAME)
        .run(
            "--server.port=0",
            "--management.server.port=0",
            "--p2pd.tracker.url=http://127.0.0.1:" + closedPort(),
            "--p2pd.network.allow=127.0.0.0/8",
            "--p2pd.agent.directory=" + directory,
            "--p2pd.agent.share=false");
    port = agent.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @AfterAll
  static void end() {
    agent.close();
    SITES.shutdownNow();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Socket connected(String target) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket
        .getOutputStream()
        .write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n").getBytes(UTF_8));
    return socket;
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(UTF_8);
  }

  private static String all(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** Says back what it hears, and ends when the other has ended. */
  private static void echo(ServerSocket site) {
    try (Socket client = site.accept()) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // the client sees it
    }
  }

  @Test
  void connect_passesEveryByteBothWays() throws Exception {
    byte[] sent = TestBytes.random(8 << 20, 42);
    try (ServerSocket site = new ServerSocket(0);
        Socket tunnel = connected("127.0.0.1:" + site.getLocalPort())) {
      SITES.execute(() -> echo(site));
      assertThat(head(tunnel.getInputStream())).startsWith("HTTP/1.1 200 Connection established");
      CompletableFuture<Void> sending = CompletableFuture.runAsync(
          () -> {
            try {
              tunnel.getOutputStream().write(sent);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          },
          SITES);

      byte[] heard = tunnel.getInputStream().readNBytes(sent.length);

      sending.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(heard.length).isEqualTo(sent.length);
      assertThat(Arrays.mismatch(heard, sent)).isEqualTo(-1);
    }
  }

  @Test
  void connect_siteEndsFirst_clientHearsAllOfItAndTheEnd() throws Exception {
    try (ServerSocket site = new ServerSocket(0);
        Socket tunnel = connected("localhost:" + site.getLocalPort())) {
      SITES.execute(() -> {
        try (Socket client = site.accept()) {
          client.getOutputStream().write("good bye".getBytes(UTF_8));
        } catch (IOException e) {
          // the client sees it
        }
      });
      assertThat(head(tunnel.getInputStream())).startsWith("HTTP/1.1 200");

      assertThat(new String(tunnel.getInputStream().readAllBytes(), UTF_8)).isEqualTo("good bye");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5_000, 300_000})
  void connect_bytesSentBeforeTheAnswer_goThroughTheTunnel(int length) throws Exception {
    byte[] early = TestBytes.random(length, length);
    try (ServerSocket site = new ServerSocket(0);
        Socket tunnel = new Socket("127.0.0.1", port)) {
      tunnel.setSoTimeout(PATIENCE_MILLIS);
      SITES.execute(() -> echo(site));
      String target = "127.0.0.1:" + site.getLocalPort();
      ByteArrayOutputStream together = new ByteArrayOutputStream();
      together.writeBytes(
          ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n").getBytes(UTF_8));
      together.writeBytes(early);
      together.writeBytes("and later".getBytes(UTF_8));

      tunnel.getOutputStream().write(together.toByteArray());

      assertThat(head(tunnel.getInputStream())).startsWith("HTTP/1.1 200 Connection established");
      assertThat(Arrays.mismatch(tunnel.getInputStream().readNBytes(length), early))
          .isEqualTo(-1);
      assertThat(new String(tunnel.getInputStream().readNBytes(9), UTF_8)).isEqualTo("and later");
    }
  }

  @Test
  void connect_nobodyThere_isHeardBehindEarlyBytes() throws IOException {
    String target = "127.0.0.1:" + closedPort();
    assertThat(all("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\nearly"))
        .startsWith("HTTP/1.1 502");
  }

  @Test
  void connect_nobodyThere_is502() throws IOException {
    String target = "127.0.0.1:" + closedPort();
    assertThat(all("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n"))
        .startsWith("HTTP/1.1 502")
        .contains("can't be reached");
  }

  @Test
  void get_siteOnAPortOfOneDigit_isNotTakenForAnIpv6Address() throws IOException {
    String site = "127.0.0.1:9";
    assertThat(all("GET http://" + site + "/?x=:7 HTTP/1.1\r\nHost: " + site
            + "\r\nConnection: close\r\n\r\n"))
        .doesNotContain("IPv6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254:80", "192.168.1.1:443", "[fe80::1]:443"})
  void connect_whereNobodyMayBeDialled_is403ThatSaysHowToAllowIt(String target) throws IOException {
    assertThat(all("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .contains("P2PD_NETWORK_ALLOW");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "example.com:0", "example.com:70000", "/x:1", "a b:1", "http://a:1"
      })
  void connect_targetThatIsNone_is400(String target) throws IOException {
    assertThat(all("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void connect_hostSaysAnotherTarget_is400() throws IOException {
    assertThat(all("CONNECT a.example.com:443 HTTP/1.1\r\nHost: b.example.com:443\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void connect_toTheAgentItself_is404() throws IOException {
    String own = "localhost:" + port;
    assertThat(all("CONNECT " + own + " HTTP/1.1\r\nHost: " + own + "\r\n\r\n"))
        .startsWith("HTTP/1.1 404");
  }

  @Test
  void relay_chunkedAnswerWithTrailers_keepsThem() throws Exception {
    try (ServerSocket site = new ServerSocket(0)) {
      String host = "127.0.0.1:" + site.getLocalPort();
      SITES.execute(() -> answer(
          site,
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
              + "5\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n"));

      String answer = all(
          "GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

      assertThat(answer)
          .startsWith("HTTP/1.1 200")
          .contains("hello")
          .containsIgnoringCase("x-sum: 7");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "OPTIONS", "DELETE"})
  void relay_requestWithoutABody_hasNoFieldThatTheClientDidNotSend(String method) throws Exception {
    try (ServerSocket site = new ServerSocket(0)) {
      String host = "127.0.0.1:" + site.getLocalPort();
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(
          () -> answer(site, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), SITES);

      all(method + " http://" + host + "/x HTTP/1.1\r\nHost: " + host
          + "\r\nX-Own: 1\r\nConnection: close\r\n\r\n");

      assertThat(asked.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).lines().map(ITProxy::field))
          .contains("x-own")
          .doesNotContain("user-agent", "accept", "transfer-encoding", "connection");
    }
  }

  @Test
  void relay_answer_hasTheSitesDateOnly_andNoFieldOfItsConnection() throws Exception {
    try (ServerSocket site = new ServerSocket(0)) {
      String host = "127.0.0.1:" + site.getLocalPort();
      SITES.execute(
          () -> answer(
              site,
              "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: X-Hop\r\n"
                  + "X-Hop: secret\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n"));

      String answer = all(
          "GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

      assertThat(answer.lines().filter(line -> field(line).equals("date")))
          .containsExactly("Date: Sun, 06 Nov 1994 08:49:37 GMT");
      assertThat(answer).contains("Set-Cookie: a=1", "Set-Cookie: b=2").doesNotContain("X-Hop");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1", "2130706433", "[::ffff:127.0.0.1]"})
  void relay_toTheAgentItself_is404HoweverItIsCalled(String self) throws IOException {
    String own = self + ":" + port;
    assertThat(all("GET http://" + own + "/api/status HTTP/1.1\r\nHost: " + own
            + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404")
        .contains("not reached through itself");
  }

  private static String field(String line) {
    return line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
  }

  @Test
  void relay_siteDiesInTheMiddle_clientSeesThatItWasCut() throws Exception {
    try (ServerSocket site = new ServerSocket(0)) {
      String host = "127.0.0.1:" + site.getLocalPort();
      SITES.execute(() -> answer(site, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));

      String answer = all(
          "GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

      assertThat(answer)
          .as("an error, or fewer bytes than promised")
          .containsPattern("(?is)^HTTP/1.1 (502|200.*content-length: 100.*\\r\\n\\r\\n(half)?$)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a|b", "/film [1].mp4", "/x?q={y}^`\"<>\\", "/50%zz?100%", "/plain?q=1"})
  void relay_targetThatNoUriMayBe_isPassedAsSent(String path) throws Exception {
    String sent = path.replace(' ', '+');
    try (ServerSocket site = new ServerSocket(0)) {
      String host = "127.0.0.1:" + site.getLocalPort();
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(
          () -> answer(site, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), SITES);

      String answer = all("GET http://" + host + sent + " HTTP/1.1\r\nHost: " + host
          + "\r\nP2pd-Target-As-Sent: /another\r\nConnection: close\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 200");
      assertThat(asked.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
          .startsWith("GET " + sent + " HTTP/1.1\r\n")
          .doesNotContainIgnoringCase("p2pd-target");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://[::1/x", "http://a.example.com:80:90/", "http://[x]/"})
  void relay_targetThatIsNone_is400ThatShowsIt(String target) throws IOException {
    assertThat(
            all("GET " + target + " HTTP/1.1\r\nHost: a.example.com\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("expected");
  }

  /** What was asked, up to the end of its head. */
  private static String answer(ServerSocket site, String answer) {
    try (Socket client = site.accept()) {
      String asked = head(client.getInputStream());
      client.getOutputStream().write(answer.getBytes(UTF_8));
      return asked;
    } catch (IOException e) {
      // the client sees it
      return e.toString();
    }
  }
}
