package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus scrapes a running network, takes the alert rules, and answers every panel of the dashboards. */
@EnabledIf("org.p2pd.standalone.demo.Prometheus#isInstalled")
class ITPrometheus {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Path CHART = Path.of("../k8s/p2pd");

  /** What is there only where something went wrong, and cannot be had without that. */
  private static final String ONLY_AFTER_FAULTS = "SERVER_ERROR";

  @TempDir
  private Path directory;

  @Test
  void everyPanel_hasAnAnswer_andEveryRuleIsInOrder() throws Exception {
    Path media = Files.createDirectory(directory.resolve("media"));
    Film film = Film.in(media, "film.mp4", 9L * Film.BLOCK);
    Ports ports = Ports.free(1);
    try (DemoSystem system =
        new DemoSystem(new DemoSettings(ports, media, null), (what, where) -> {})) {
      system.start();
      await().atMost(LONG).until(() -> system.films().size() == 1);
      try (Prometheus prometheus =
          new Prometheus(directory, CHART.resolve("rules/p2pd.yml"), jobs(ports))) {
        await()
            .atMost(LONG)
            .ignoreExceptions()
            .until(() -> prometheus.query("up == 1").size() == jobs(ports).size());
        watch(system, ports, film);

        for (String expression : expressions()) {
          await()
              .atMost(LONG)
              .untilAsserted(() -> assertThat(prometheus.query(expression))
                  .as(expression)
                  .hasSizeGreaterThan(expression.contains(ONLY_AFTER_FAULTS) ? -1 : 0));
        }
        await().atMost(LONG).untilAsserted(() -> {
          assertThat(prometheus.rules()).hasSizeGreaterThan(15);
          assertThat(prometheus.rules())
              .allSatisfy(rule -> assertThat(rule.path("health").asString(""))
                  .as(rule.toString())
                  .isEqualTo("ok"));
        });
        assertThat(prometheus.query("p2pd_node_registered == 1")).hasSize(3);
      }
    }
  }

  private static Map<String, Integer> jobs(Ports ports) {
    return Map.of(
        "tracker", ports.trackerManagement(),
        "origin", ports.originManagement(),
        "cache", ports.cacheManagement(),
        "agent", ports.agents().get(0).management());
  }

  /** A film through agent and cache, and a call that is refused: all that panels tell of. */
  private static void watch(DemoSystem system, Ports ports, Film film) {
    assertThat(Fetch.straight("cache", "http://127.0.0.1:" + ports.cache()).sha256(film.path()))
        .isEqualTo(film.sha256());
    assertThat(Fetch.straight(
                "agent",
                "http://localhost:" + ports.agents().get(0).viewer() + "/" + system.authority())
            .sha256(film.path()))
        .isEqualTo(film.sha256());
    assertThat(Fetch.straight("tracker", "http://127.0.0.1:" + ports.tracker())
            .get("/v1/publications?url=nonsense")
            .statusCode())
        .isEqualTo(400);
  }

  private static List<String> expressions() throws IOException {
    List<String> expressions = new ArrayList<>();
    try (Stream<Path> dashboards = Files.list(CHART.resolve("dashboards"))) {
      for (Path each : dashboards.toList()) {
        for (JsonNode panel : JsonMapper.shared().readTree(each).path("panels")) {
          panel
              .path("targets")
              .forEach(target -> expressions.add(target.path("expr").asString("")));
        }
      }
    }
    assertThat(expressions).hasSizeGreaterThan(35).doesNotContain("");
    return expressions;
  }
}
