package org.p2pd.standalone.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.HostQueryReply;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

/** All state is soft: what Redis lost, the origin tells again by itself. */
class ITRedisComesBackEmpty {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int FILMS = 2_000;

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
  void originOfTwoThousandFilms_isListedInFullAgain() throws IOException {
    Path media = Files.createDirectory(directory.resolve("media"));
    for (int i = 0; i < FILMS; i++) {
      Files.writeString(media.resolve(String.format("film-%04d.mp4", i)), "film number " + i);
    }
    Ports ports = Ports.free(1);
    EmbeddedRedis redis = opened(
        EmbeddedRedis.start(Files.createDirectory(directory.resolve("redis")), Ports::freePort));
    RoleSettings settings = new RoleSettings(ports, redis.url());
    RunningRole tracker = opened(RunningRole.among(Role.TRACKER, settings.tracker()));
    opened(RunningRole.among(Role.ORIGIN, settings.origin(media, directory.resolve("state"))));
    Fetch numbers = Fetch.straight("tracker", tracker.url());
    awaitListedInFull(numbers, settings.authority());

    forgetEverything(redis.url());

    assertThat(numbers.json("/v1/stats", TrackerStats.class).publications()).isLessThan(FILMS);
    awaitListedInFull(numbers, settings.authority());
  }

  private static void awaitListedInFull(Fetch tracker, String authority) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(tracker.json("/v1/stats", TrackerStats.class))
            .satisfies(stats -> {
              assertThat(stats.publications()).isEqualTo(FILMS);
              assertThat(stats.contents()).isEqualTo(FILMS);
            }));
    await().atMost(LONG).untilAsserted(() -> assertAllHeld(tracker, authority));
  }

  private static void assertAllHeld(Fetch tracker, String authority) {
    for (int i = 0; i < FILMS; i++) {
      String url = String.format("http://%s/film-%04d.mp4", authority, i);
      Publication film = tracker.json("/v1/publications?url=" + url, Publication.class);
      assertThat(tracker
              .json("/v1/contents/" + film.contentId() + "/hosts", HostQueryReply.class)
              .hosts())
          .as(url)
          .extracting(HostEntry::role)
          .containsExactly(HostRole.ORIGIN);
    }
  }

  private static void forgetEverything(String redisUrl) throws IOException {
    URI redis = URI.create(redisUrl);
    try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('+');
    }
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }
}
