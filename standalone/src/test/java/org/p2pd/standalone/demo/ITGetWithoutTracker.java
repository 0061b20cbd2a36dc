package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.standalone.cli.P2pdCommand;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

/** {@code p2pd get} through an agent that knows a film, when the tracker and the origin are gone. */
@DisabledOnOs(OS.WINDOWS)
class ITGetWithoutTracker {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  private Path here;

  @Test
  void filmThatTheAgentPlays_isThereForGetToo() throws Exception {
    Path media = Files.createDirectory(here.resolve("media"));
    Film film = Film.in(media, "film.mp4", 3L * Film.BLOCK);
    Ports ports = Ports.free(1);
    String url = "http://localhost:" + ports.origin() + film.path();
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(Files.createDirectory(here.resolve("redis")), Ports::freePort);
        RunningRole agent = RunningRole.among(
            Role.AGENT,
            new RoleSettings(ports, redis.url()).agent(ports.agents().get(0), here.resolve("a")))) {
      RoleSettings settings = new RoleSettings(ports, redis.url());
      try (RunningRole tracker = RunningRole.among(Role.TRACKER, settings.tracker());
          RunningRole origin =
              RunningRole.among(Role.ORIGIN, settings.origin(media, here.resolve("state")))) {
        assertThat(tracker.url()).isNotEqualTo(origin.url());
        Fetch gateway = Fetch.straight("agent", agent.url() + "/localhost:" + ports.origin());
        await().atMost(LONG).until(() -> gateway.get(film.path()).statusCode() == 200);
      }

      Path file = here.resolve("mine.mp4");
      int exitCode =
          P2pdCommand.run("get", "--quiet", "--agent", agent.url(), "-o", file.toString(), url);

      assertThat(exitCode).isZero();
      assertThat(file).hasSameBinaryContentAs(film.file());
    }
  }
}
