package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ManPageTest {
  private static final Path KEPT =
      Path.of(System.getProperty("basedir", "")).resolve("src/dist/share/man/man1/p2pd.1");

  @Test
  void keptPage_saysWhatTheCommandsSay() {
    assumeTrue(System.getenv("P2PD_TRACKER_URL") == null, "defaults are those of this machine");

    assertThat(KEPT)
        .as("'./p2pd man > standalone/src/dist/share/man/man1/p2pd.1' makes it anew")
        .content(UTF_8)
        .isEqualToNormalizingNewlines(said("man"));
  }

  @Test
  void page_namesEveryCommandAndOption() {
    String page = said("man").replace("\\-", "-");

    for (CommandLine each :
        P2pdCommand.line(new PrintWriter(System.out)).getSubcommands().values()) {
      if (!each.getCommandSpec().usageMessage().hidden()) {
        assertThat(page).contains(".SS \"" + each.getCommandSpec().qualifiedName() + "\"");
        each.getCommandSpec()
            .optionsMap()
            .keySet()
            .forEach(name -> assertThat(page).contains(name));
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void completion_isAScriptThatBashTakes_andKnowsTheCommands(@TempDir Path directory)
      throws Exception {
    Path script = Files.writeString(directory.resolve("completion"), said("completion"));

    String known = outputOf(
        "bash",
        "-c",
        "compopt() { :; }; . " + script
            + "; COMP_WORDS=(p2pd re); COMP_CWORD=1; _complete_p2pd; echo ${COMPREPLY[*]}");

    assertThat(known.strip()).isEqualTo("report");
  }

  private static String outputOf(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  private static String said(String command) {
    StringWriter out = new StringWriter();
    assertThat(P2pdCommand.line(new PrintWriter(out)).execute(command)).isZero();
    return out.toString();
  }
}
