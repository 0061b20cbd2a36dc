package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.standalone.demo.Collector.Seen;

/** With {@code p2pd.traces.url} a viewer's request is one trace through agent, cache, origin and tracker. */
class ITTraces {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @TempDir
  private Path media;

  private final Ports ports = Ports.free(1);
  private Collector collector;
  private Film film;
  private DemoSystem system;

  @BeforeEach
  void start() throws Exception {
    collector = new Collector();
    film = Film.in(media, "film.mp4", 12L * Film.BLOCK + 3);
    System.setProperty("p2pd.traces.url", collector.url());
    // What the agent lacks it has fetched by the cache.
    System.setProperty("p2pd.agent.cache", "http://127.0.0.1:" + ports.cache());
    system = new DemoSystem(new DemoSettings(ports, media, null), (what, where) -> {});
    system.start();
    await().atMost(LONG).until(() -> system.films().size() == 1);
  }

  @AfterEach
  void stop() {
    System.clearProperty("p2pd.traces.url");
    System.clearProperty("p2pd.agent.cache");
    system.close();
    collector.close();
  }

  @Test
  void viewersRequest_isOneTraceThroughAllServices_eachSpanBelowTheOneThatAsked() {
    HttpResponse<String> answer =
        agent().get(film.path(), "traceparent", "00-" + TRACE + "-" + SPAN + "-01");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Request-Id")).contains(TRACE);
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(services(collector.of(TRACE)))
            .contains("client-agent", "cache-node", "block-service", "tracker-service"));
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(strays(collector.of(TRACE))).isEmpty());
    assertThat(collector.of(TRACE))
        .filteredOn(span -> span.parent().equals(SPAN))
        .singleElement()
        .satisfies(root -> {
          assertThat(root.service()).isEqualTo("client-agent");
          assertThat(root.kind()).isEqualTo("SPAN_KIND_SERVER");
        });
    assertThat(collector.of(TRACE))
        .filteredOn(span -> span.service().equals("cache-node"))
        .anySatisfy(span -> assertThat(span.name()).isEqualTo("fetch from origin"));
  }

  @Test
  void requestWithoutAContext_beginsATraceOfTheIdThatItsAnswerSays() {
    String id = "0123456789abcdef0123456789abcdef";
    HttpResponse<String> named = agent().get(film.path(), "X-Request-Id", id);
    HttpResponse<String> unnamed = agent().get("/no-such-film");

    assertThat(named.headers().firstValue("X-Request-Id")).contains(id);
    String own = unnamed.headers().firstValue("X-Request-Id").orElseThrow();
    for (String each : List.of(id, own)) {
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(collector.of(each)).anySatisfy(span -> {
            assertThat(span.service()).isEqualTo("client-agent");
            assertThat(span.parent()).isEmpty();
          }));
    }
  }

  @Test
  void requestOfATraceThatIsNotSampled_leavesNoSpan() {
    String unsampled = "1".repeat(32);
    agent().get(film.path(), "traceparent", "00-" + unsampled + "-" + SPAN + "-00");
    agent().get(film.path(), "traceparent", "00-" + TRACE + "-" + SPAN + "-01");

    await().atMost(LONG).until(() -> !collector.of(TRACE).isEmpty());
    assertThat(collector.of(unsampled)).isEmpty();
  }

  private Fetch agent() {
    return Fetch.straight(
        "the agent",
        "http://localhost:" + ports.agents().get(0).viewer() + "/" + system.authority());
  }

  private static Set<String> services(List<Seen> spans) {
    return spans.stream().map(Seen::service).collect(Collectors.toSet());
  }

  /** Spans below one that was never sent. */
  private static List<Seen> strays(List<Seen> spans) {
    Set<String> ids = spans.stream().map(Seen::id).collect(Collectors.toSet());
    return spans.stream()
        .filter(span -> !span.parent().equals(SPAN) && !ids.contains(span.parent()))
        .toList();
  }
}
