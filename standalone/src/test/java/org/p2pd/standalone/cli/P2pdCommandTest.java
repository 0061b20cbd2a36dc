package org.p2pd.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class P2pdCommandTest {
  private final PrintWriter out = new PrintWriter(new StringWriter());

  @ParameterizedTest
  @ValueSource(strings = {"demo", "tracker", "agent", "get", "ls", "status", "report", "keygen"})
  void commandAlone_isTheSameAsAmongAll(String name) {
    CommandLine alone = P2pdCommand.lineFor(out, name, "--help");

    assertThat(alone.getSubcommands()).containsOnlyKeys(name);
    assertThat(usageOf(alone, name)).isEqualTo(usageOf(P2pdCommand.line(out), name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"man", "completion", "gte", "--help", "-p", ""})
  void whateverElse_isLookedForAmongAllCommands(String first) {
    assertThat(P2pdCommand.lineFor(out, first).getSubcommands())
        .containsOnlyKeys(P2pdCommand.line(out).getSubcommands().keySet());
  }

  @Test
  void nothing_isLookedForAmongAllCommands() {
    assertThat(P2pdCommand.lineFor(out).getSubcommands()).containsKeys("get", "demo", "agent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tracker", "origin", "cache", "agent"})
  void helpOfARole_showsHowItIsStarted(String role) {
    assertThat(usageOf(P2pdCommand.line(out), role))
        .startsWith("Usage: p2pd " + role + " [--p2pd.SETTING=VALUE")
        .contains("Examples:", "p2pd " + role);
  }

  private static String usageOf(CommandLine line, String name) {
    return Objects.requireNonNull(line.getSubcommands().get(name), name).getUsageMessage();
  }
}
