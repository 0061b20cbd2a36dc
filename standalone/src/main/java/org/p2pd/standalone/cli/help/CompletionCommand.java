package org.p2pd.standalone.cli.help;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code p2pd completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints what bash and zsh need to complete commands and options.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(p2pd completion)                                          this shell",
      "  p2pd completion > ~/.local/share/bash-completion/completions/p2pd  every bash",
      "  zsh: autoload -U +X bashcompinit && bashcompinit, then the first line"
    })
public final class CompletionCommand implements Runnable {
  private final PrintWriter out;

  @Spec
  private @Nullable CommandSpec spec;

  /**
   * Creates the command.
   *
   * @param out where the script goes
   */
  public CompletionCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void run() {
    CommandSpec own = Objects.requireNonNull(spec, "made by picocli");
    out.print(AutoComplete.bash(own.root().name(), own.root().commandLine()));
    out.flush();
  }
}
