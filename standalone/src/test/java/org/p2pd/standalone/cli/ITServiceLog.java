package org.p2pd.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.standalone.demo.P2pdProcess;

/** What a service of the one command writes, and where. */
class ITServiceLog {
  @TempDir
  private Path here;

  @Test
  void levels_areThoseOfTheSettings_andStandardOutputHasTheReadyLineAlone() throws Exception {
    try (P2pdProcess agent = P2pdProcess.start(
        here,
        "agent",
        "--server.port=0",
        "--management.server.port=0",
        "--p2pd.agent.peer-port=0",
        "--p2pd.agent.peer-bind=127.0.0.1",
        "--p2pd.agent.site.domain=none",
        "--p2pd.agent.directory=" + here.resolve("store"),
        "--p2pd.tracker.url=http://127.0.0.1:1",
        "--logging.level.org.p2pd.store=OFF",
        "--logging.level.org.springframework.core.env=DEBUG")) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> Files.readString(agent.out()).endsWith(System.lineSeparator()));

      assertThat(Files.readString(agent.out())).matches("ready http://localhost:[0-9]+\\R");
      assertThat(agent.said())
          .containsPattern("(?m)^[0-9:.]{12} INFO +\\S+ Sharing stored blocks on port [0-9]+$")
          .containsPattern("(?m)^[0-9:.]{12} DEBUG ")
          .doesNotContain("BlockStore", "No active profile");
    }
  }
}
