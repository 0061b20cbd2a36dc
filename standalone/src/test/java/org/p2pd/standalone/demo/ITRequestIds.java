package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Without any tracing: one id in the answer, in the access log, and in every request that was made for it. */
class ITRequestIds {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String FIELD = "X-Request-Id";
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir
  private Path media;

  private final Ports ports = Ports.free(1);
  private final Logger logger = (Logger) LoggerFactory.getLogger("p2pd.access");
  private final Lines lines = new Lines();
  private Film film;
  private DemoSystem system;

  @BeforeEach
  void start() {
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
    film = Film.in(media, "film.mp4", 12L * Film.BLOCK + 3);
    System.setProperty("p2pd.agent.cache", "http://127.0.0.1:" + ports.cache());
    system = new DemoSystem(new DemoSettings(ports, media, null), (what, where) -> {});
    system.start();
    await().atMost(LONG).until(() -> system.films().size() == 1);
  }

  @AfterEach
  void stop() {
    System.clearProperty("p2pd.agent.cache");
    system.close();
    logger.detachAppender(lines);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  @Test
  void oneId_goesFromAgentThroughCacheToOriginAndTracker() {
    HttpResponse<String> answer = agent().get("/" + system.authority() + film.path(), FIELD, ID);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(FIELD)).contains(ID);
    await().atMost(LONG).untilAsserted(() -> {
      assertThat(lines.of(ID)).contains("/" + system.authority() + film.path());
      assertThat(lines.of(ID)).contains("/v1/publications");
      // The cache was asked for blocks, and the origin for the same ones.
      assertThat(lines.of(ID))
          .filteredOn(path -> path.startsWith("/.p2pd/content/"))
          .hasSizeGreaterThan(1);
    });
  }

  @Test
  void everyAnswerOfEveryService_saysItsId_alsoTheFastPathAndRefusals() {
    for (Fetch service : List.of(
        at(ports.tracker()),
        at(ports.trackerManagement()),
        at(ports.origin()),
        at(ports.originManagement()),
        at(ports.cache()),
        at(ports.cacheManagement()),
        at(ports.agents().get(0).viewer()),
        at(ports.agents().get(0).peers()),
        at(ports.agents().get(0).management()))) {
      for (String path : List.of("/", "/no/such/thing", film.path(), film.path())) {
        HttpResponse<String> answer = service.get(path, FIELD, ID);

        assertThat(answer.headers().allValues(FIELD))
            .as("%s %s: %d", service, path, answer.statusCode())
            .containsExactly(ID);
      }
    }
  }

  @Test
  void idThatIsNone_isReplaced_andNewEachTime() {
    String first = own("x".repeat(200));
    String second = own("; drop");

    assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(second);
  }

  private String own(String sent) {
    return at(ports.origin())
        .get(film.path(), FIELD, sent)
        .headers()
        .firstValue(FIELD)
        .orElseThrow();
  }

  private Fetch agent() {
    return at(ports.agents().get(0).viewer());
  }

  private static Fetch at(int port) {
    return Fetch.straight("port " + port, "http://localhost:" + port);
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<Map<String, String>> all = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      Map<String, String> fields = new HashMap<>();
      event
          .getKeyValuePairs()
          .forEach(pair -> fields.put(pair.key, Objects.toString(pair.value, "")));
      all.add(fields);
    }

    /** The paths asked for under an id. */
    List<String> of(String id) {
      return all.stream()
          .filter(fields -> id.equals(fields.get("http.request.id")))
          .map(fields -> fields.getOrDefault("url.path", ""))
          .toList();
    }
  }
}
