package org.p2pd.standalone.cli.help;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code p2pd man}: the manual page. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description = "Prints the manual page of all commands.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  p2pd man | man -l -",
      "  p2pd man > ~/.local/share/man/man1/p2pd.1      then: man p2pd"
    })
public final class ManCommand implements Runnable {
  private final PrintWriter out;

  @Spec
  private @Nullable CommandSpec spec;

  /**
   * Creates the command.
   *
   * @param out where the page goes
   */
  public ManCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void run() {
    CommandSpec own = Objects.requireNonNull(spec, "made by picocli");
    out.print(ManPage.of(own.root().commandLine()));
    out.flush();
  }
}
