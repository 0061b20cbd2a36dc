package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

/** A film that its provider takes away is gone everywhere: by name, and where the operator recalls it, by content too. */
class ITWithdrawal {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String TOKEN = "the-operators-token-of-this-test";

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
  void filmWithdrawnAndFilmRecalled_areGoneEverywhere_andTheThirdStays() throws Exception {
    Path media = Files.createDirectory(directory.resolve("media"));
    Film withdrawn = Film.in(media, "withdrawn.mp4", 2 * Film.BLOCK + 5);
    Film recalled = Film.in(media, "recalled.mp4", 3 * Film.BLOCK);
    Film kept = Film.in(media, "kept.mp4", Film.BLOCK);
    Ports ports = Ports.free(1);
    EmbeddedRedis redis = opened(
        EmbeddedRedis.start(Files.createDirectory(directory.resolve("redis")), Ports::freePort));
    RoleSettings settings = new RoleSettings(ports, redis.url());
    RunningRole tracker =
        start(Role.TRACKER, settings.tracker(), "p2pd.tracker.publish-token=" + TOKEN);
    RunningRole origin = start(
        Role.ORIGIN,
        settings.origin(media, directory.resolve("state")),
        "p2pd.publish.token=" + TOKEN);
    RunningRole cache =
        start(Role.CACHE, settings.cache(directory.resolve("cache")), "p2pd.cache.token=" + TOKEN);
    RunningRole agent =
        start(Role.AGENT, settings.agent(ports.agents().get(0), directory.resolve("agent")));
    Map<String, Fetch> byName = Map.of(
        "origin", Fetch.straight("origin", origin.url()),
        "cache", Fetch.straight("cache", cache.url()),
        "agent", Fetch.straight("agent", agent.url() + "/" + settings.authority()));
    List<Fetch> byContent = List.of(
        byName.get("origin"),
        byName.get("cache"),
        Fetch.straight(
            "agent's peer port", "http://127.0.0.1:" + ports.agents().get(0).peers()));
    for (Film film : List.of(withdrawn, recalled, kept)) {
      for (Fetch way : byName.values()) {
        await().atMost(LONG).until(() -> way.get(film.path()).statusCode() == 200);
        assertThat(way.sha256(film.path())).as("%s", way).isEqualTo(film.sha256());
      }
    }
    String name = "http://" + settings.authority() + recalled.path();
    ContentId content = Fetch.straight("tracker", tracker.url())
        .json("/v1/publications?url=" + name, Publication.class)
        .contentId();

    Files.delete(withdrawn.file());
    recall(tracker, name, content);

    for (Film film : List.of(withdrawn, recalled)) {
      for (Fetch way : byName.values()) {
        await()
            .atMost(LONG)
            .untilAsserted(() -> assertThat(way.get(film.path()).statusCode())
                .as("%s of %s", way, film.name())
                .isEqualTo(404));
      }
    }
    for (Fetch node : byContent) {
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(
                  node.get("/.p2pd/content/" + content, "Range", "bytes=0-9").statusCode())
              .as("%s by content", node)
              .isEqualTo(404));
    }
    for (Fetch way : byName.values()) {
      assertThat(way.sha256(kept.path())).as("%s", way).isEqualTo(kept.sha256());
    }
  }

  private static void recall(RunningRole tracker, String url, ContentId content)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(tracker.url() + "/v1/publications?url="
            + url + "&contentId=" + content + "&recall=true"))
        .header("Authorization", "Bearer " + TOKEN)
        .DELETE()
        .build();
    assertThat(HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode())
        .isEqualTo(204);
  }

  /** Starts a role with some of its settings replaced. */
  private RunningRole start(Role role, List<String> settings, String... replaced) {
    List<String> all = new java.util.ArrayList<>(settings);
    for (String each : replaced) {
      all.removeIf(setting -> setting.startsWith("--" + each.substring(0, each.indexOf('=') + 1)));
      all.add("--" + each);
    }
    return opened(RunningRole.among(role, all));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }
}
