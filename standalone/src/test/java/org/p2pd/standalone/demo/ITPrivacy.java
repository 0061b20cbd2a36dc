package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

/** What the tracker hears of viewers who would rather not be known; every word to it is written down. */
class ITPrivacy {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  private Path directory;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Ports ports = Ports.free(1);
  private Film film;
  private Wiretap tap;
  private RoleSettings settings;

  @BeforeEach
  void beginNetwork() throws Exception {
    Path media = Files.createDirectory(directory.resolve("media"));
    film = Film.in(media, "film.mp4", 9L * Film.BLOCK + 7);
    EmbeddedRedis redis = opened(
        EmbeddedRedis.start(Files.createDirectory(directory.resolve("redis")), Ports::freePort));
    settings = new RoleSettings(ports, redis.url());
    start(Role.TRACKER, settings.tracker());
    tap = opened(new Wiretap(ports.tracker()));
    start(Role.ORIGIN, settings.origin(media, directory.resolve("state")));
    await()
        .atMost(LONG)
        .until(() -> tracker()
                .get("/v1/publications?url=http://localhost:" + ports.origin() + film.path())
                .statusCode()
            == 200);
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private Fetch tracker() {
    return Fetch.straight("the tracker", "http://localhost:" + ports.tracker());
  }

  private Fetch agent(String privacy) {
    List<String> all =
        new ArrayList<>(settings.agent(ports.agents().get(0), directory.resolve("agent")));
    all.removeIf(setting -> setting.startsWith("--p2pd.tracker.url="));
    all.add("--p2pd.tracker.url=" + tap.url());
    all.add("--p2pd.agent.privacy=" + privacy);
    start(Role.AGENT, all);
    return Fetch.straight(
        "the agent",
        "http://localhost:" + ports.agents().get(0).viewer() + "/localhost:" + ports.origin());
  }

  @Test
  void none_filmIsWatched_andTheTrackerNeverHearsOfAHost() {
    Fetch agent = agent("none");

    assertThat(agent.sha256(film.path())).isEqualTo(film.sha256());

    assertThat(tap.heard())
        .as("it asks in nobody's name")
        .contains("with=manifest,hosts")
        .doesNotContainIgnoringCase("authorization:")
        .doesNotContain("POST /v1/hosts")
        .doesNotContain("/v1/announce");
    assertThat(agents()).isZero();
  }

  @Test
  void site_trackerOfThisNetwork_isToldAsAlways() {
    Fetch agent = agent("site");

    await().atMost(LONG).until(() -> agents() == 1);
    assertThat(agent.sha256(film.path())).isEqualTo(film.sha256());
    assertThat(tap.heard()).contains("POST /v1/announce");
  }

  private long agents() {
    return tracker().json("/v1/stats", TrackerStats.class).hosts().agent();
  }

  private RunningRole start(Role role, List<String> roleSettings) {
    return opened(RunningRole.among(role, roleSettings));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }
}
