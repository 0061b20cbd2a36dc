package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

/** A viewer whose tracker does not know the provider: the URL is all that is needed (WIRE §3, {@code /.well-known/p2pd}). */
class ITOtherTracker {
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

  private final Ports ports = Ports.free(1);
  private Film film;
  private EmbeddedRedis redis;
  private RoleSettings settings;
  private RunningRole ownTracker;
  private Wiretap providers;

  @BeforeEach
  void beginProviderAndAnotherTracker() throws Exception {
    Path media = Files.createDirectory(directory.resolve("media"));
    film = Film.in(media, "film.mp4", 9L * Film.BLOCK + 7);
    redis = opened(
        EmbeddedRedis.start(Files.createDirectory(directory.resolve("redis")), Ports::freePort));
    settings = new RoleSettings(ports, redis.url());
    start(Role.TRACKER, settings.tracker());
    providers = opened(new Wiretap(ports.tracker()));
    start(
        Role.ORIGIN,
        with(
            settings.origin(media, directory.resolve("state")),
            "p2pd.tracker.url=" + providers.url()));
    ownTracker = start(
        Role.TRACKER,
        with(
            settings.tracker(),
            "server.port=0",
            "management.server.port=0",
            "p2pd.redis.url=" + redis.url() + "/1"));
    await()
        .atMost(LONG)
        .until(() -> provider()
                .get("/v1/publications?url=http://" + authority() + film.path())
                .statusCode()
            == 200);
  }

  private String authority() {
    return "localhost:" + ports.origin();
  }

  private Fetch provider() {
    return Fetch.straight("the provider's tracker", "http://localhost:" + ports.tracker());
  }

  @Test
  void viewersTrackerDoesNotKnowTheFilm_theFilmsOwnIsAskedInNobodysName() {
    Wiretap tap = opened(new Wiretap(URI.create(ownTracker.url()).getPort()));
    start(
        Role.AGENT,
        with(
            settings.agent(ports.agents().get(0), directory.resolve("agent")),
            "p2pd.tracker.url=" + tap.url()));
    Fetch viewer = Fetch.proxied("proxy", ports.agents().get(0).viewer(), "http://" + authority());

    assertThat(viewer.sha256(film.path())).isEqualTo(film.sha256());

    Optional<String> contentId = viewer.get(film.path()).headers().firstValue("P2pd-Content-Id");
    assertThat(contentId).as("answered by the agent, not passed on").isPresent();
    assertThat(providers.heard())
        .contains("GET /v1/publications?with=manifest,hosts&url=")
        .contains("/hosts?")
        .doesNotContain("\"role\":\"agent\"");
    await().atMost(LONG).until(() -> tap.heard().matches("(?s).*\"delivered\":[1-9].*"));
    assertThat(tap.heard())
        .as("what the viewer's own tracker hears")
        .doesNotContain("film.mp4")
        .doesNotContain(contentId.orElseThrow())
        .doesNotContain("completed");
  }

  @Test
  void cachesTrackerDoesNotKnowTheFilm_itIsServedWhereTheSettingsNameTheSite() {
    RunningRole cache = start(
        Role.CACHE,
        with(
            settings.cache(directory.resolve("cache")),
            "p2pd.cache.url=",
            "p2pd.cache.token=",
            "p2pd.cache.authorities=" + authority(),
            "p2pd.tracker.url=" + ownTracker.url()));

    assertThat(Fetch.straight("cache", cache.url()).sha256(film.path())).isEqualTo(film.sha256());
  }

  private static List<String> with(List<String> settings, String... replaced) {
    List<String> all = new ArrayList<>(settings);
    for (String each : replaced) {
      String name = "--" + each.substring(0, each.indexOf('=') + 1);
      all.removeIf(setting -> setting.startsWith(name));
      all.add("--" + each);
    }
    return all;
  }

  private RunningRole start(Role role, List<String> settings) {
    return opened(RunningRole.among(role, settings));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }
}
