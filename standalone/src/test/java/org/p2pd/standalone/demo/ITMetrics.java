package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What running services tell Prometheus is what {@code docs/metrics.md} lists. */
class ITMetrics {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE ([a-z0-9_]+) ");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|");

  /** There while something goes on only, or once something was refused; and Prometheus' own. */
  private static final Set<String> AT_TIMES =
      Set.of("p2pd_publish_progress", "p2pd_tracker_rejections_total", "up");

  @Test
  void everyMetricOfOurs_isListed_andEveryListedOneIsThere(@TempDir Path media) throws IOException {
    Film film = Film.in(media, "film.mp4", Film.BLOCK);
    Ports ports = Ports.free(1);
    try (DemoSystem system =
        new DemoSystem(new DemoSettings(ports, media, null), (what, where) -> {})) {
      system.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> system.films().size() == 1);
      Fetch.straight("cache", "http://127.0.0.1:" + ports.cache()).sha256(film.path());

      Set<String> told = new TreeSet<>();
      told.addAll(scrape(ports.trackerManagement()));
      told.addAll(scrape(ports.originManagement()));
      told.addAll(scrape(ports.cacheManagement()));
      told.addAll(scrape(ports.agents().get(0).management()));

      Set<String> listed = listed();
      assertThat(listed).containsAll(ours(told));
      listed.removeAll(AT_TIMES);
      assertThat(told).containsAll(listed);
    }
  }

  /** Of p2pd, without the longest of each histogram, which goes without saying. */
  private static Set<String> ours(Set<String> names) {
    return names.stream()
        .filter(name -> name.startsWith("p2pd_") && !name.endsWith("_max"))
        .collect(Collectors.toSet());
  }

  private static Set<String> listed() throws IOException {
    return names(LISTED, Files.readString(Path.of("../docs/metrics.md")));
  }

  private static Set<String> scrape(int port) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
    String text = HttpClient.newHttpClient()
        .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .join()
        .body();
    return names(TYPE, text);
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
