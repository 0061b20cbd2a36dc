package org.p2pd.standalone.cli;

import org.p2pd.standalone.roles.Role;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code p2pd}: the commands, and what they share. */
@Command(
    name = "p2pd",
    mixinStandardHelpOptions = true,
    version = "p2pd 0.1.0-SNAPSHOT",
    description = "A content-delivery network that anyone can run.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Begin with: p2pd demo"},
    subcommands = {DemoCommand.class, WarmUpCommand.class})
public final class P2pdCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  P2pdCommand() {}

  /** Runs one command line; returns the exit code. */
  public static int run(String... args) {
    CommandLine line = new CommandLine(new P2pdCommand());
    for (Role role : Role.values()) {
      CommandLine roleLine = new CommandLine(new RoleCommand(role));
      roleLine.getCommandSpec().usageMessage().description(RoleCommand.descriptionOf(role));
      line.addSubcommand(role.title(), roleLine);
    }
    return line.setExecutionExceptionHandler(P2pdCommand::sayWhy).execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command");
  }

  /** One sentence, never a stack trace; {@code -Dp2pd.log.trace=full} in {@code P2PD_JAVA_OPTS} shows that too. */
  private static int sayWhy(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    String message = e.getMessage();
    line.getErr().println("p2pd: " + (message == null ? e.toString() : message));
    if ("full".equals(System.getProperty("p2pd.log.trace"))) {
      e.printStackTrace(line.getErr());
    }
    return line.getCommandSpec().exitCodeOnExecutionException();
  }
}
