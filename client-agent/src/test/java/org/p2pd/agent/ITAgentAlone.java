package org.p2pd.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.agent.node.AgentNode;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The agent while there is no tracker: it serves its user, keeps its doors, and says what is wrong. */
class ITAgentAlone {
  @TempDir
  static Path directory;

  private static ConfigurableApplicationContext agent;
  private static DisposableServer site;
  private static int port;
  private static int peerPort;

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpClient throughAgent = HttpClient.newBuilder()
      .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)))
      .version(HttpClient.Version.HTTP_1_1)
      .build();

  @BeforeAll
  static void start() throws IOException {
    agent = start(directory);
    port = agent.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    peerPort = agent.getBean(AgentNode.class).sharedPort();
    site = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .get(
                "/page",
                (request, response) -> response
                    .header(
                        "X-Seen", request.requestHeaders().getAll("User-Agent").toString())
                    .sendString(Mono.just("a page")))
            .post(
                "/echo", (request, response) -> response.send(request.receive().retain())))
        .bindNow();
  }

  private static ConfigurableApplicationContext start(Path store, String... more) {
    return (ConfigurableApplicationContext) new SpringApplicationBuilder(AgentApplication.class)
        .properties("spring.config.name=" + AgentApplication.CONFIG_NAME)
        .run(Stream.concat(
                Stream.of(
                    "--server.port=0",
                    "--management.server.port=0",
                    "--p2pd.tracker.url=http://127.0.0.1:" + closedPort(),
                    "--p2pd.network.allow=127.0.0.0/8",
                    "--p2pd.agent.directory=" + store,
                    "--p2pd.agent.peer-port=0",
                    "--p2pd.agent.peer-bind=127.0.0.1"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void stop() {
    agent.close();
    site.disposeNow();
  }

  @Test
  void gateway_nobodyCanBeAsked_is502ThatSaysSo() throws Exception {
    HttpResponse<String> answer = get("http://127.0.0.1:" + port + "/localhost:1/film.mp4");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("localhost:1");
  }

  @Test
  void gateway_malformedName_is400ThatShowsIt() throws Exception {
    HttpResponse<String> answer = get("http://127.0.0.1:" + port + "/cdn.example.com/a%2Fb");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("/a%2Fb").contains("expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cdn.example.com/film[1].mp4",
        "/cdn.example.com/a|b{c}",
        "/[::1]:7080/film.mp4",
        "/cdn.example.com/100%"
      })
  void gateway_nameAsPlayersWriteIt_isTaken(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n"))
        .startsWith("HTTP/1.1 502")
        .contains("can be asked about this film");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/film.mp4", "//cdn.example.com/film.mp4", "/api/none", "/assets/none.js"})
  void ownPages_pathOfNothing_is404ThatSaysWhatIsExpected(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n"))
        .startsWith("HTTP/1.1 404")
        .contains("path: " + path + " (expected: /authority/path");
  }

  @Test
  void page_noTracker_isThere_andItsListSaysWhatIsWrong() throws Exception {
    HttpResponse<String> page = get("http://127.0.0.1:" + port + "/");
    HttpResponse<String> films = get("http://127.0.0.1:" + port + "/api/films");
    HttpResponse<String> events =
        get("http://127.0.0.1:" + port + "/api/events?url=http://localhost:1/film.mp4");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(films.statusCode()).isEqualTo(502);
    assertThat(films.body()).contains("the tracker http://127.0.0.1:");
    assertThat(events.statusCode()).isEqualTo(502);
  }

  @Test
  void ownPages_changeWithoutThePagesToken_isRefused() throws IOException {
    assertThat(raw("POST /api/status HTTP/1.1\r\nHost: localhost:" + port
            + "\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .contains("P2pd-Page-Token");
  }

  @Test
  void ownPages_hostOfAnotherName_isRefused() throws IOException {
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: evil.example.com\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: localhost:" + (port + 1) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void ownPages_behindAMappedPort_areKnownByThatPort(@TempDir Path store) throws IOException {
    try (ConfigurableApplicationContext mapped = start(store, "--p2pd.agent.public-port=9999")) {
      int inside = mapped.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
      String page = "GET /api/status HTTP/1.1\r\nHost: localhost:";
      assertThat(raw(inside, page + "9999\r\nOrigin: http://localhost:9999\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
      assertThat(raw(inside, page + inside + "\r\n\r\n"))
          .startsWith("HTTP/1.1 421")
          .contains("expected: localhost:9999");
    }
  }

  @Test
  void ownPages_pageOfAnotherSite_isRefused() throws IOException {
    String host = "Host: localhost:" + port + "\r\n";
    assertThat(
            raw("GET /api/status HTTP/1.1\r\n" + host + "Origin: http://evil.example.com\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("GET /api/status HTTP/1.1\r\n" + host + "Sec-Fetch-Site: cross-site\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example.com/, films.example.org, 403",
    "http://example.net/films.example.org, films.example.org, 403",
    "http://notexample.org/, films.example.org, 403",
    "http://192.0.2.9/, 192.0.2.1:7080, 403",
    "http://other.co.uk/, example.co.uk, 403",
    "http://other.github.io/, example.github.io, 403",
    "no URL at all, films.example.org, 403",
    "http://films.example.org/watch, films.example.org, 502",
    "https://www.example.org/watch, films.example.org:7080, 502",
    "https://example.org/watch, films.example.org, 502",
    "http://localhost:8080/, films.example.org, 502",
    "http://192.0.2.1/, 192.0.2.1:7080, 502"
  })
  void film_inAPageOfAnotherProvider_isRefused(String page, String authority, int status)
      throws IOException {
    assertThat(raw("GET /" + authority + "/film.mp4 HTTP/1.1\r\nHost: localhost:" + port
            + "\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nReferer: " + page
            + "\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void film_inAPageThatHidesWhoItIs_isRefused() throws IOException {
    assertThat(
            raw(
                "GET /films.example.org/film.mp4 HTTP/1.1\r\nHost: localhost:" + port
                    + "\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: video\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .contains("Referer: none");
  }

  @Test
  void film_byALinkThatAUserFollows_isShownWhereverItStood() throws IOException {
    assertThat(raw("GET /films.example.org/film.mp4 HTTP/1.1\r\nHost: localhost:" + port
            + "\r\nReferer: http://forum.example.com/\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate"
            + "\r\nSec-Fetch-Dest: document\r\nSec-Fetch-User: ?1\r\n\r\n"))
        .startsWith("HTTP/1.1 502");
  }

  @Test
  void proxy_unpublishedUrl_isRelayedUnchanged() throws Exception {
    String url = "http://127.0.0.1:" + site.port();

    HttpResponse<String> page = throughAgent.send(
        HttpRequest.newBuilder(URI.create(url + "/page"))
            .header("User-Agent", "a player")
            .build(),
        BodyHandlers.ofString());
    HttpResponse<String> echo = throughAgent.send(
        HttpRequest.newBuilder(URI.create(url + "/echo"))
            .POST(HttpRequest.BodyPublishers.ofString("what was sent"))
            .build(),
        BodyHandlers.ofString());
    HttpResponse<String> missing = throughAgent.send(
        HttpRequest.newBuilder(URI.create(url + "/none")).build(), BodyHandlers.ofString());

    assertThat(page.body()).isEqualTo("a page");
    assertThat(page.headers().firstValue("X-Seen")).contains("[a player]");
    assertThat(echo.body()).isEqualTo("what was sent");
    assertThat(missing.statusCode()).isEqualTo(404);
  }

  @Test
  void proxy_agentItself_isNotReached() throws IOException {
    String own = "localhost:" + port;

    assertThat(raw("GET http://" + own + "/api/status HTTP/1.1\r\nHost: " + own + "\r\n\r\n"))
        .startsWith("HTTP/1.1 404");
  }

  @Test
  void proxy_otherSchemeThanHttp_is400ThatSaysWhatIsExpected() throws IOException {
    assertThat(raw("GET ftp://example.com/file HTTP/1.1\r\nHost: example.com\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("expected: http://authority/path");
  }

  @Test
  void proxy_hostDiffersFromTheUri_is400() throws IOException {
    assertThat(raw("GET http://a.example.com/x HTTP/1.1\r\nHost: b.example.com\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void ownPages_overIpv6Loopback_areTheSame() throws Exception {
    assumeTrue(hasIpv6Loopback(), "this machine has no ::1");

    assertThat(get("http://[::1]:" + port + "/api/status").statusCode()).isEqualTo(200);
  }

  private static boolean hasIpv6Loopback() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("::1", 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void peerPort_answersOnlyBlocks() throws Exception {
    String peer = "http://127.0.0.1:" + peerPort;
    String id = "a".repeat(64);

    assertThat(get(peer + "/film.mp4").statusCode()).isEqualTo(404);
    assertThat(get(peer + "/api/status").statusCode()).isEqualTo(404);
    assertThat(get(peer + "/.p2pd/content/" + id).statusCode()).isEqualTo(404);
    assertThat(get(peer + "/.p2pd/content/zz").statusCode()).isEqualTo(400);
  }

  @Test
  void health_noTracker_saysSo() throws Exception {
    int management =
        agent.getEnvironment().getRequiredProperty("local.management.port", Integer.class);

    HttpResponse<String> health = get("http://127.0.0.1:" + management + "/actuator/health");

    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("tracker http://127.0.0.1:");
  }

  @Test
  void managementPort_changesNothing() throws Exception {
    int management =
        agent.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    for (String path : new String[] {"/actuator/loggers/ROOT", "/%61ctuator/health", "/"}) {
      HttpRequest change = HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + management + path))
          .POST(HttpRequest.BodyPublishers.ofString("{}"))
          .build();

      HttpResponse<String> answer = http.send(change, BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(path).isEqualTo(403);
      assertThat(answer.body()).contains("nobody can prove to be the operator");
    }
  }

  @Test
  void start_directoryInUse_isExplained() {
    assertThatThrownBy(() -> start(directory))
        .rootCause()
        .hasMessageContaining("is used by another p2pd process");
  }

  private HttpResponse<String> get(String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static String raw(String request) throws IOException {
    return raw(port, request);
  }

  private static String raw(int at, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", at)) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
