package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_HEADER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.cli.LsCommand;
import org.p2pd.agent.cli.ProgramName;
import org.p2pd.agent.cli.StatusCommand;
import org.p2pd.agent.cli.get.GetCommand;
import org.p2pd.standalone.cli.demo.DemoCommand;
import org.p2pd.standalone.cli.help.CompletionCommand;
import org.p2pd.standalone.cli.help.ManCommand;
import org.p2pd.standalone.cli.report.ReportCommand;
import org.p2pd.standalone.cli.warmup.WarmUpCommand;
import org.p2pd.standalone.log.ConsoleLogLevel;
import org.p2pd.standalone.original.OriginalOptions;
import org.p2pd.standalone.roles.Role;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code p2pd}: the commands, and what they share. */
@Command(
    name = "p2pd",
    mixinStandardHelpOptions = true,
    version = "p2pd 0.1.0-SNAPSHOT",
    description = "A content-delivery network that anyone can run.",
    customSynopsis = {
      "p2pd COMMAND …",
      "       p2pd [-i] -p DIR [-l HOST]… [-b SIZE] [-P PORT]              a server",
      "       p2pd [-i] -c DIR -n NET… [-A HOST]… [-S HOST] [-C SIZE] …    a cache",
      "       p2pd -c DIR [-S HOST] [-C SIZE] [-P PORT]                    a viewer",
      ""
    },
    commandListHeading = "%nCommands ('p2pd COMMAND --help' tells more):%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  p2pd demo                                      everything on this machine, to look at",
      "  p2pd get http://cdn.example.org/film.mp4       a film as a file",
      "  p2pd -i -p /srv/films                          a server whose viewers share, as in 2009",
      "  p2pd -c ~/.p2pd_cache --tracker http://cdn.example.org:7070",
      "                                                 a viewer of it"
    })
public final class P2pdCommand implements Callable<Integer> {
  private static final int WIDTH = 104;

  /** Said by the launcher where it was started in a clone, which has more than an archive. */
  private static final String IN_A_CLONE = "p2pd.clone";

  /** Commands that tell of all commands. */
  private static final Set<String> OF_ALL = Set.of("completion", "man");

  /** Commands before options: they are what one comes for. */
  private static final List<String> HELP = List.of(
      SECTION_KEY_HEADER,
      SECTION_KEY_SYNOPSIS_HEADING,
      SECTION_KEY_SYNOPSIS,
      SECTION_KEY_DESCRIPTION,
      SECTION_KEY_COMMAND_LIST_HEADING,
      SECTION_KEY_COMMAND_LIST,
      SECTION_KEY_PARAMETER_LIST,
      SECTION_KEY_OPTION_LIST,
      SECTION_KEY_EXIT_CODE_LIST_HEADING,
      SECTION_KEY_EXIT_CODE_LIST,
      SECTION_KEY_FOOTER_HEADING,
      SECTION_KEY_FOOTER);

  @Spec
  private @Nullable CommandSpec spec;

  @ArgGroup(
      validate = false,
      heading = "%nThe command line of 2009, without a COMMAND (docs/scenarios.md):%n")
  private OriginalOptions original = new OriginalOptions();

  private final PrintWriter out;

  /**
   * @param out what the user reads
   */
  P2pdCommand(PrintWriter out) {
    this.out = out;
  }

  /** Runs one command line; returns the exit code: 0 done, 1 failed, 2 the command line makes no sense. */
  public static int run(String... args) {
    String[] meant = withoutHelpWord(args);
    return lineFor(new PrintWriter(System.out, true, UTF_8), meant).execute(meant);
  }

  /** {@code help get} means {@code get --help}. */
  static String[] withoutHelpWord(String... args) {
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    List<String> meant = new ArrayList<>(List.of(args).subList(1, args.length));
    meant.add("--help");
    return meant.toArray(String[]::new);
  }

  /** Picocli looks through every command that it is told of, which takes longer than some of them do. */
  static CommandLine lineFor(PrintWriter out, String... args) {
    Map<String, Supplier<CommandLine>> all = commands(out);
    String first = args.length == 0 ? "" : args[0];
    Supplier<CommandLine> one = OF_ALL.contains(first) ? null : all.get(first);
    return line(out, one == null ? all : Map.of(first, one));
  }

  /** All commands; what they print for their users goes to {@code out}. */
  static CommandLine line(PrintWriter out) {
    return line(out, commands(out));
  }

  private static Map<String, Supplier<CommandLine>> commands(PrintWriter out) {
    Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
    commands.put("demo", () -> new CommandLine(new DemoCommand(out)));
    for (Role role : Role.values()) {
      commands.put(role.title(), () -> roleLine(role, out));
    }
    commands.put("get", () -> new CommandLine(new GetCommand()));
    commands.put("ls", () -> new CommandLine(new LsCommand()));
    commands.put("status", () -> new CommandLine(new StatusCommand()));
    commands.put("report", () -> new CommandLine(new ReportCommand(out)));
    commands.put("keygen", () -> new CommandLine(new KeygenCommand(out)));
    commands.put("completion", () -> new CommandLine(new CompletionCommand(out)));
    commands.put("man", () -> new CommandLine(new ManCommand(out)));
    commands.put("warm-up", () -> new CommandLine(new WarmUpCommand(out)));
    return commands;
  }

  private static CommandLine roleLine(Role role, PrintWriter out) {
    CommandLine line = new CommandLine(new RoleCommand(role, out));
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.description(RoleCommand.descriptionOf(role));
    usage.customSynopsis("p2pd " + role.title() + " [--p2pd.SETTING=VALUE …]");
    List<String> footer = new ArrayList<>(List.of(usage.footer()));
    footer.addAll(List.of("", "Examples:"));
    footer.addAll(List.of(RoleCommand.examplesOf(role)));
    usage.footer(footer.toArray(String[]::new));
    return line;
  }

  private static CommandLine line(PrintWriter out, Map<String, Supplier<CommandLine>> commands) {
    CommandLine line = new CommandLine(new P2pdCommand(out));
    commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    if (Boolean.getBoolean(IN_A_CLONE)) {
      addComposeTest(line.getCommandSpec().usageMessage());
    }
    return line.setAllowSubcommandsAsOptionParameters(true)
        .setUsageHelpWidth(WIDTH)
        .setParameterExceptionHandler(P2pdCommand::sayWhatIsWrong)
        .setExecutionStrategy(P2pdCommand::execute)
        .setExecutionExceptionHandler(P2pdCommand::sayWhy)
        .setHelpSectionKeys(HELP);
  }

  /** A command of the launcher's own, which needs no Java. */
  private static void addComposeTest(UsageMessageSpec usage) {
    List<String> footer = new ArrayList<>(List.of(usage.footer()));
    footer.add(
        "  p2pd compose-test                              with Docker: docker-compose.yml, built and used");
    usage.footer(footer.toArray(String[]::new));
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandLine line = Objects.requireNonNull(spec, "made by picocli").commandLine();
    if (!original.isGiven()) {
      throw new ParameterException(line, "which COMMAND? Or -p DIR, or -c DIR");
    }
    try {
      return new OriginalCommand(out).run(original.line());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, String.valueOf(e.getMessage()), e);
    }
  }

  private static int execute(ParseResult parsed) {
    Object command = parsed.hasSubcommand() ? parsed.subcommand().commandSpec().userObject() : null;
    if (!(command instanceof RoleCommand || command instanceof WarmUpCommand)) {
      ConsoleLogLevel.logs();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int sayWhatIsWrong(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    String unknown = unknownCommand(e);
    line.getErr().println(command + ": " + (unknown == null ? e.getMessage() : unknown));
    if (unknown == null) {
      UnmatchedArgumentException.printSuggestions(e, line.getErr());
    }
    line.getErr()
        .println("'" + ProgramName.get()
            + command.substring(line.getCommandSpec().root().name().length())
            + " --help' shows how it is used.");
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** What is said of a first word that is no command; null where it is something else that is wrong. */
  private static @Nullable String unknownCommand(ParameterException e) {
    CommandLine line = e.getCommandLine();
    if (line.getParent() != null || !(e instanceof UnmatchedArgumentException unmatched)) {
      return null;
    }
    String first = unmatched.getUnmatched().get(0);
    return first.startsWith("-")
        ? null
        : "no such command: " + first + " (expected: "
            + line.getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "))
            + ")";
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
