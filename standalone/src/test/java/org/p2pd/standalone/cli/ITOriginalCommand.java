package org.p2pd.standalone.cli;

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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.standalone.demo.P2pdProcess;
import org.p2pd.standalone.roles.FreePort;

/** The command lines of 2009 as processes of their own, as their users have them. */
@DisabledOnOs(OS.WINDOWS)
class ITOriginalCommand {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir
  private Path here;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void server_andViewer_playAFilm_andLeaveNothingBehind() throws Exception {
    Path films = Files.createDirectory(here.resolve("mediafiles"));
    Files.writeString(films.resolve("movie.mpg"), "a film");
    int server = FreePort.firstOf(2);
    int tracker = FreePort.any();
    int viewer = FreePort.firstOf(3);
    try (P2pdProcess serving =
        start("-i -p mediafiles -P " + server + " --tracker-port " + tracker)) {
      awaitLine(serving, "ready http://localhost:" + server);
      assertThat(serving.said()).contains("tracker http://localhost:" + tracker);
      List<ProcessHandle> redis = serving.children();
      assertThat(redis).isNotEmpty();
      try (P2pdProcess watching =
          start("-c cache -P " + viewer + " --tracker http://localhost:" + tracker)) {
        awaitLine(watching, "ready http://localhost:" + viewer);

        String film = "http://localhost:" + viewer + "/localhost:" + server + "/movie.mpg";
        await().atMost(LONG).until(() -> get(film).equals("a film"));
      }

      serving.terminate();

      assertThat(serving.exitCode()).isEqualTo(143);
      await().atMost(LONG).until(() -> redis.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void nonsense_isRefusedInASentence() throws Exception {
    assertRefused("-p a -c b", "give one of them");
    assertRefused("-c b -l 10.0.0.2", "-l belongs to a server (-p)");
    assertRefused("-p a -m md5", "-m: md5 (expected: sha-256)");
    assertRefused("-i", "which COMMAND? Or -p DIR, or -c DIR");
  }

  private static void assertRefused(String line, String sentence) {
    java.io.PrintStream before = System.err;
    java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
    System.setErr(new java.io.PrintStream(said, true, java.nio.charset.StandardCharsets.UTF_8));
    try {
      assertThat(P2pdCommand.run(line.split(" ", -1))).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(java.nio.charset.StandardCharsets.UTF_8)).contains(sentence);
  }

  private P2pdProcess start(String line) throws IOException {
    return P2pdProcess.start(here, line.split(" ", -1));
  }

  private static void awaitLine(P2pdProcess process, String line) throws IOException {
    await()
        .atMost(LONG)
        .until(() -> !process.isAlive() || process.said().lines().anyMatch(line::equals));
    assertThat(process.isAlive()).as(process.said()).isTrue();
  }

  private String get(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
