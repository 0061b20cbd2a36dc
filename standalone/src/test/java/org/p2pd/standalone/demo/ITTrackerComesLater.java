package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

class ITTrackerComesLater {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  private Path directory;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void nodesStartedBeforeTheirTracker_serve_saySo_andJoinWhenItComes() throws IOException {
    Path media = Files.createDirectory(directory.resolve("media"));
    Film film = Film.in(media, "film.mp4", 2 * Film.BLOCK + 5);
    Ports ports = Ports.free(1);
    EmbeddedRedis redis = opened(
        EmbeddedRedis.start(Files.createDirectory(directory.resolve("redis")), Ports::freePort));
    RoleSettings settings = new RoleSettings(ports, redis.url());
    List<RunningRole> nodes = List.of(
        start(Role.ORIGIN, settings.origin(media, directory.resolve("state"))),
        start(Role.CACHE, settings.cache(directory.resolve("cache"))),
        start(Role.AGENT, settings.agent(ports.agents().get(0), directory.resolve("agent"))));
    Fetch origin = Fetch.straight("origin", "http://localhost:" + ports.origin());
    for (RunningRole node : nodes) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(health(node)).contains("tracker").doesNotContain("registered at"));
    }
    await().atMost(LONG).until(() -> origin.get(film.path()).statusCode() == 200);
    assertThat(origin.sha256(film.path())).isEqualTo(film.sha256());

    RunningRole tracker = start(Role.TRACKER, settings.tracker());

    for (RunningRole node : nodes) {
      await().atMost(LONG).untilAsserted(() -> assertThat(health(node)).contains("registered at"));
    }
    Fetch numbers = Fetch.straight("tracker", tracker.url());
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(numbers.json("/v1/stats", TrackerStats.class).hosts())
                .isEqualTo(new TrackerStats.HostCounts(1, 1, 1)));
    Fetch agent = Fetch.straight(
        "agent", "http://localhost:" + ports.agents().get(0).viewer() + "/" + settings.authority());
    await().atMost(LONG).until(() -> agent.get(film.path()).statusCode() == 200);
    assertThat(agent.sha256(film.path())).isEqualTo(film.sha256());
  }

  private RunningRole start(Role role, List<String> settings) {
    return opened(RunningRole.among(role, settings));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }

  private static String health(RunningRole node) {
    String url = node.healthUrl();
    return Fetch.straight(node.role().title(), url == null ? "" : url).get("").body();
  }
}
