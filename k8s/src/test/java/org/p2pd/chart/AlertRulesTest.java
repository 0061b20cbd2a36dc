package org.p2pd.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What Prometheus' own tool says of the alert rules; skipped without it (Debian: prometheus). */
@EnabledIf("isInstalled")
class AlertRulesTest {
  private static final String TOOL = "promtool";

  static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(each -> Files.isExecutable(Path.of(each).resolve(TOOL)));
  }

  @Test
  void rules_areInOrder() throws Exception {
    assertSuccess("check", "rules", "k8s/p2pd/rules/p2pd.yml");
  }

  @Test
  void alerts_fireAtWhatTheySay_andAtNothingElse() throws Exception {
    assertSuccess("test", "rules", "k8s/src/test/rules/p2pd.yml");
  }

  private static void assertSuccess(String... arguments) throws Exception {
    String[] command = Stream.concat(Stream.of(TOOL), Stream.of(arguments)).toArray(String[]::new);
    Process process = new ProcessBuilder(command)
        .directory(Chart.root().toFile())
        .redirectErrorStream(true)
        .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
