package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import org.p2pd.agent.cli.LsCommand;
import org.p2pd.agent.cli.StatusCommand;
import org.p2pd.agent.cli.get.GetCommand;
import org.p2pd.standalone.roles.Role;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code p2pd}: the commands, and what they share. */
@Command(
    name = "p2pd",
    mixinStandardHelpOptions = true,
    version = "p2pd 0.1.0-SNAPSHOT",
    description = "A content-delivery network that anyone can run.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Begin with: p2pd demo"})
public final class P2pdCommand {
  private static final int WIDTH = 104;

  P2pdCommand() {}

  /** Runs one command line; returns the exit code: 0 done, 1 failed, 2 the command line makes no sense. */
  public static int run(String... args) {
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    CommandLine line = new CommandLine(new P2pdCommand()).addSubcommand(new DemoCommand(out));
    for (Role role : Role.values()) {
      CommandLine roleLine = new CommandLine(new RoleCommand(role, out));
      roleLine.getCommandSpec().usageMessage().description(RoleCommand.descriptionOf(role));
      line.addSubcommand(role.title(), roleLine);
    }
    return line.addSubcommand(new GetCommand())
        .addSubcommand(new LsCommand())
        .addSubcommand(new StatusCommand())
        .addSubcommand(new KeygenCommand(out))
        .addSubcommand(new WarmUpCommand())
        .setUsageHelpWidth(WIDTH)
        .setParameterExceptionHandler(P2pdCommand::sayWhatIsWrong)
        .setExecutionStrategy(P2pdCommand::execute)
        .setExecutionExceptionHandler(P2pdCommand::sayWhy)
        .execute(args);
  }

  private static int execute(ParseResult parsed) {
    boolean role = parsed.hasSubcommand()
        && parsed.subcommand().commandSpec().userObject() instanceof RoleCommand;
    if (!role) {
      Quiet.logs();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int sayWhatIsWrong(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    line.getErr().println(command + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("'" + command + " --help' shows how it is used.");
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** One sentence, never a stack trace; {@code -Dp2pd.log.trace=full} in {@code P2PD_JAVA_OPTS} shows that too. */
  private static int sayWhy(Exception e, CommandLine line, ParseResult parsed) {
    String message = e.getMessage();
    line.getErr().println("p2pd: " + (message == null ? e.toString() : message));
    if ("full".equals(System.getProperty("p2pd.log.trace"))) {
      e.printStackTrace(line.getErr());
    }
    return line.getCommandSpec().exitCodeOnExecutionException();
  }
}
