package org.p2pd.standalone.demo;

import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus of this machine (Debian: prometheus), which scrapes every second. */
final class Prometheus implements AutoCloseable {
  private static final int END_SECONDS_MAX = 10;

  private final Process process;
  private final Fetch api;

  /**
   * Starts it.
   *
   * @param jobs management ports by the job's name
   */
  Prometheus(Path directory, Path rules, Map<String, Integer> jobs) throws IOException {
    int port = Ports.freePort();
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(configuration, """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ["%s"]
        scrape_configs:
        %s""".formatted(rules.toRealPath(), scrapes(jobs)));
    this.api = Fetch.straight("Prometheus", "http://127.0.0.1:" + port);
    this.process = new ProcessBuilder(
            "prometheus",
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("prometheus.log").toFile())
        .start();
  }

  private static String scrapes(Map<String, Integer> jobs) {
    return jobs.entrySet().stream()
        .map(each -> """
            - job_name: %s
              metrics_path: /actuator/prometheus
              static_configs: [{targets: ["127.0.0.1:%d"]}]
            """.formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining());
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(each -> Files.isExecutable(Path.of(each).resolve("prometheus")));
  }

  /** What an expression is worth now: its series; an error where Prometheus refuses it. */
  JsonNode query(String expression) {
    JsonNode answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    if (!answer.path("status").asString("").equals("success")) {
      throw new AssertionError(expression + ": " + answer);
    }
    return answer.path("data").path("result");
  }

  /** All rules, with what became of them. */
  JsonNode rules() {
    return get("/api/v1/rules").path("data").path("groups").path(0).path("rules");
  }

  private JsonNode get(String path) {
    return JsonMapper.shared().readTree(api.get(path).body());
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
