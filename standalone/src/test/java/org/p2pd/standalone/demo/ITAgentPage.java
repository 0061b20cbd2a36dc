package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.transport.wire.WireFormat;
import tools.jackson.databind.JsonNode;

/** What the agent's page is made of, asked as a page asks: real agents, tracker, origin and cache. */
class ITAgentPage {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Pattern TOKEN =
      Pattern.compile("name=\"p2pd-page-token\" content=\"([A-Za-z0-9_-]{43})\"");

  @TempDir
  private static Path directory;

  private static DemoSystem system;
  private static SampleFilms films;
  private static int port;
  private static int otherPort;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    films = SampleFilms.in(directory);
    Files.writeString(directory.resolve("zz.html"), "<script>alert(1)</script>");
    Ports ports = Ports.free(2);
    system = new DemoSystem(new DemoSettings(ports, directory, null), (what, where) -> {});
    system.start();
    await().atMost(LONG).until(() -> system.films().size() == 3);
    port = ports.agents().get(0).viewer();
    otherPort = ports.agents().get(1).viewer();
  }

  @AfterAll
  static void stop() {
    if (system != null) {
      system.close();
    }
  }

  @Test
  void films_areListedReadably_andPlayWhereTheListSays() throws Exception {
    JsonNode list = json("/api/films").get("films");

    assertThat(list).hasSize(2);
    assertThat(list.get(0).get("title").asString()).isEqualTo(films.oddTitle());
    assertThat(list.get(0).get("kind").asString()).isEqualTo("video");
    for (JsonNode film : list) {
      HttpResponse<Void> head = http.send(
          request(film.get("play").asString())
              .method("HEAD", BodyPublishers.noBody())
              .build(),
          BodyHandlers.discarding());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValueAsLong("Content-Length"))
          .hasValue(film.get("length").asLong());
    }
  }

  @Test
  void film_thatIsReallyAPage_isSandboxed_andOneThatIsPlayedIsNot() throws Exception {
    assertThat(policyOf("/zz.html")).isEqualTo("sandbox");
    assertThat(policyOf(SampleFilms.PATH))
        .startsWith("sandbox allow-same-origin allow-scripts; default-src 'none';")
        .doesNotContain("script-src");
  }

  private String policyOf(String path) throws Exception {
    HttpResponse<String> answer = get("/" + system.authority() + path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("Content-Security-Policy").orElseThrow();
  }

  @Test
  void films_wordsOfThePath_findThem() throws Exception {
    assertThat(json("/api/films?q=sample").get("films")).hasSize(1);
    assertThat(json("/api/films?q=nothing-like-it").get("films")).isEmpty();
    assertThat(get("/api/films?q=" + "x".repeat(201)).statusCode()).isEqualTo(400);
    assertThat(get("/api/films?cursor=%00").statusCode()).isEqualTo(400);
  }

  @Test
  void blocks_unpublishedName_is404ThatSaysWhatIsExpected() throws Exception {
    HttpResponse<String> answer = get("/api/blocks?url=http://" + system.authority() + "/none.mp4");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("none.mp4").contains("expected");
    assertThat(get("/api/blocks?url=ftp://x/y").statusCode()).isEqualTo(400);
    assertThat(get("/api/events?url=http://unpublished.example/y").statusCode()).isEqualTo(404);
  }

  @Test
  void events_whileAFilmIsFetched_everyBlockGetsItsSource() throws Exception {
    String url = "http://" + system.authority() + SampleFilms.PATH;
    String events = "http://localhost:" + otherPort + "/api/events?url=" + url;
    try (Stream<String> lines = http.send(
            HttpRequest.newBuilder(URI.create(events)).build(), BodyHandlers.ofLines())
        .body()) {
      Fetch.straight("agent", "http://localhost:" + otherPort)
          .sha256("/" + system.authority() + SampleFilms.PATH);

      Optional<JsonNode> complete = lines
          .filter(line -> line.startsWith("data:") && line.contains("picture"))
          .map(line -> WireFormat.json().readTree(line.substring("data:".length())))
          .filter(event -> here(event) == event.get("film").get("blocks").asInt())
          .findFirst();

      JsonNode bytes = complete.orElseThrow().get("picture").get("bytes");
      assertThat(bytes.get("disk").asLong()).isZero();
      assertThat(bytes.get("origin").asLong()
              + bytes.get("cache").asLong()
              + bytes.get("agent").asLong())
          .isEqualTo(films.length());
    }
  }

  /** Blocks that are here, of whatever source. */
  private static int here(JsonNode event) {
    return Stream.of("origin", "cache", "agent", "disk")
        .mapToInt(source ->
            BlockSet.parse(event.get("picture").get(source).asString()).size())
        .sum();
  }

  @Test
  void events_moreThanThereMayBe_areRefusedUntilOneEnds() throws Exception {
    List<InputStream> open = new ArrayList<>();
    HttpRequest events = request("/api/events").build();
    try {
      HttpResponse<InputStream> next = http.send(events, BodyHandlers.ofInputStream());
      while (next.statusCode() == 200 && open.size() < 100) {
        open.add(next.body());
        next = http.send(events, BodyHandlers.ofInputStream());
      }
      assertThat(next.statusCode()).isEqualTo(503);
      assertThat(next.headers().firstValue("Retry-After")).isPresent();
    } finally {
      for (InputStream each : open) {
        each.close();
      }
    }
    await().atMost(LONG).until(() -> isOpen(events));
  }

  private boolean isOpen(HttpRequest events) throws Exception {
    HttpResponse<InputStream> answer = http.send(events, BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode() == 200;
  }

  @Test
  void change_withoutTheTokenOfThisStart_isRefused() throws Exception {
    String page = get("/").body();
    Matcher token = TOKEN.matcher(page);
    assertThat(token.find()).isTrue();

    assertThat(put("/api/anything", "")).isEqualTo(403);
    assertThat(put("/api/anything", "A".repeat(43))).isEqualTo(403);
    assertThat(put("/api/anything", token.group(1))).isEqualTo(404);
  }

  @Test
  void settings_changed_holdAndAreCutToWhatMakesSense() throws Exception {
    String token = get("/api/settings").headers().firstValue("P2pd-Page-Token").orElseThrow();

    JsonNode changed = change(token, "{\"share\":false,\"monthlyBytes\":1000}", 200);
    assertThat(changed.get("wishes").get("monthlyBytes").asLong()).isEqualTo(1000);
    assertThat(changed.get("status").get("paused").asString()).contains("switched off");
    assertThat(json("/api/status").get("sharing").get("sharing").asBoolean()).isFalse();

    JsonNode back = change(token, "{\"share\":true,\"monthlyBytes\":null}", 200);
    assertThat(back.get("wishes").get("monthlyBytes").isNull()).isTrue();
    assertThat(back.get("status").get("sharing").asBoolean()).isTrue();

    for (String nonsense : List.of(
        "{\"hours\":\"noon\"}", "{\"shares\":true}", "{\"share\":\"maybe\"}", "[]", "{", "")) {
      assertThat(change(token, nonsense, 400).get("detail").asString()).isNotEmpty();
    }
  }

  private JsonNode change(String token, String body, int status) throws Exception {
    HttpResponse<String> answer = http.send(
        request("/api/settings")
            .header("P2pd-Page-Token", token)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(body).isEqualTo(status);
    return WireFormat.json().readTree(answer.body());
  }

  private int put(String path, String token) throws Exception {
    HttpRequest.Builder request = request(path).PUT(BodyPublishers.ofString("{}"));
    if (!token.isEmpty()) {
      request.header("P2pd-Page-Token", token);
    }
    return http.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  @Test
  void page_runsNothingButItsOwnScripts_andIsNotKept() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(get("/assets/main.js").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/javascript");
    assertThat(get("/assets/none.js").statusCode()).isEqualTo(404);
    assertThat(get("/assets/..%2findex.html").statusCode()).isEqualTo(404);
  }

  @Test
  void visit_fromAnotherSite_onlyByAUsersClickAndOnlyToThePage() throws Exception {
    assertThat(visit("/?open=spp://a.example/b", true)).isEqualTo(200);
    assertThat(visit("/?open=spp://a.example/b", false)).isEqualTo(403);
    assertThat(visit("/api/status", true)).isEqualTo(403);
  }

  private int visit(String path, boolean clicked) throws Exception {
    HttpRequest.Builder request = request(path)
        .header("Sec-Fetch-Site", "cross-site")
        .header("Sec-Fetch-Mode", "navigate")
        .header("Sec-Fetch-Dest", "document");
    if (clicked) {
      request.header("Sec-Fetch-User", "?1");
    }
    return http.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return WireFormat.json().readTree(answer.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }
}
