package org.p2pd.standalone.cli.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.cli.BaseUrl;
import org.p2pd.agent.cli.RunningAgent;
import org.p2pd.agent.cli.TrackerOption;
import org.p2pd.standalone.savings.Assumptions;
import org.p2pd.standalone.savings.LoggedRequest;
import org.p2pd.standalone.savings.NetworkSavings;
import org.p2pd.standalone.savings.Savings;
import org.p2pd.standalone.savings.disk.AccessLog;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code p2pd report}: what the system saves, or would save. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what the system saves, or would have saved a web server.",
      "",
      "Bytes by who sent them, and what origins were spared, as the tracker was told; with --management by",
      "title and day; what this machine's agent moved; with --cache what a cache was asked for.",
      "",
      "With --access-log: what it would have saved a web server, by its log (common or combined form, plain or",
      "gzip). The assumptions are options, and are printed.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  p2pd report",
      "  p2pd report --tracker http://tracker.example.org:7070 --csv > today.csv",
      "  p2pd report --management http://localhost:7071 --days 31 --titles 50",
      "  p2pd report --access-log /var/log/nginx/access.log.1.gz --agents 20 --sites 50"
    })
public final class ReportCommand implements Callable<Integer> {
  private static final int DAYS_MAX = 31;
  private static final int TITLES_MAX = 100_000;

  private final PrintWriter out;

  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private TrackerOption tracker = new TrackerOption();

  @Option(
      names = "--agent",
      paramLabel = "URL",
      converter = BaseUrl.class,
      defaultValue = "http://localhost:1111",
      description = "The agent to ask, if one runs (default: ${DEFAULT-VALUE}).")
  private URI agent = URI.create("http://localhost:1111");

  @Option(
      names = "--management",
      paramLabel = "URL",
      converter = BaseUrl.class,
      description =
          "The tracker's management port, such as http://localhost:7071: days and titles too.")
  private @Nullable URI management;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "Of how many days, 1 to 31 (default: ${DEFAULT-VALUE}).")
  private int days = 7;

  @Option(
      names = "--titles",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many titles are listed (default: ${DEFAULT-VALUE}).")
  private int titles = 10;

  @Option(
      names = "--cache",
      paramLabel = "URL",
      converter = BaseUrl.class,
      description = "A cache's management port, such as http://localhost:7091: its titles too.")
  private @Nullable URI cache;

  @Option(names = "--csv", description = "Comma-separated values instead of tables.")
  private boolean csv;

  @ArgGroup(validate = false, heading = "%nWhat a web server would have saved:%n")
  private LogOptions log = new LogOptions();

  static final class LogOptions {
    @Option(
        names = "--access-log",
        paramLabel = "FILE",
        description = "The log; - is standard input.")
    private @Nullable Path file;

    @Option(
        names = "--agents",
        paramLabel = "PERCENT",
        defaultValue = "30",
        description = "Viewers who have the agent and share (default: ${DEFAULT-VALUE}).")
    private double agents = 30;

    @Option(
        names = "--keep",
        paramLabel = "HOURS",
        defaultValue = "12",
        description =
            "How long such a viewer's machine stays on after it watched (default: ${DEFAULT-VALUE}).")
    private double keepHours = 12;

    @Option(
        names = "--upload",
        paramLabel = "MBIT/S",
        defaultValue = "2",
        description = "What such a viewer sends at most (default: ${DEFAULT-VALUE}).")
    private double upload = 2;

    @Option(
        names = "--bitrate",
        paramLabel = "MBIT/S",
        defaultValue = "4",
        description = "How fast films are watched (default: ${DEFAULT-VALUE}).")
    private double bitrate = 4;

    @Option(
        names = "--sites",
        paramLabel = "PERCENT",
        defaultValue = "0",
        description =
            "Networks (IPv4 /16, IPv6 /48) that have a cache of their own (default: ${DEFAULT-VALUE}).")
    private double sites;

    @Option(
        names = "--cache-days",
        paramLabel = "DAYS",
        defaultValue = "7",
        description =
            "How long such a cache keeps what nobody asks for (default: ${DEFAULT-VALUE}).")
    private int cacheDays = 7;

    @Option(
        names = "--min-size",
        paramLabel = "SIZE",
        defaultValue = "1MB",
        description =
            "Files of which no answer was as large are left out (default: ${DEFAULT-VALUE}).")
    private String minSize = "1MB";

    Assumptions assumptions() {
      return new Assumptions(
          agents / 100,
          Duration.ofSeconds((long) (keepHours * 3_600)),
          upload * 1e6,
          bitrate * 1e6,
          sites / 100,
          cacheDays,
          bytes());
    }

    private long bytes() {
      try {
        return DataSize.parse(minSize).toBytes();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "--min-size: " + minSize + " (expected: a size such as 1MB)", e);
      }
    }
  }

  /**
   * Creates the command.
   *
   * @param out what the user reads
   */
  public ReportCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    requireBetween("--days", days, DAYS_MAX);
    requireBetween("--titles", titles, TITLES_MAX);
    Path file = log.file;
    if (file != null) {
      return wouldSave(file);
    }
    ReportedNetwork network = new ReportedNetwork(tracker.network().tracker().url());
    ReportOutput output = csv ? new ReportCsv(out) : new ReportTables(out);
    output.network(network.url(), network.stats(), network.history().byHour());
    if (management != null) {
      List<NetworkSavings> pages = network.savings(management, days);
      output.days(
          days,
          pages.get(0).days(),
          NetworkSavings.byTitle(pages).stream().limit(titles).toList());
    }
    new RunningAgent(agent).status().ifPresent(status -> output.agent(agent, status));
    if (cache != null) {
      output.cache(cache, network.titlesOf(cache));
    }
    output.end();
    return 0;
  }

  private void requireBetween(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw wrong(
          new IllegalArgumentException(option + ": " + value + " (expected: 1 to " + most + ")"));
    }
  }

  private int wouldSave(Path file) throws IOException {
    Assumptions assumptions = assumptions();
    Savings savings = new Savings(assumptions);
    long[] others = {0};
    AccessLog.read(
        file,
        line -> LoggedRequest.parse(line).ifPresentOrElse(savings::replay, () -> others[0]++));
    if (savings.requests() == 0) {
      throw new IOException(file + " has no delivered file of " + log.minSize
          + " or more in common or combined log form (" + others[0] + " other lines)");
    }
    ReportOutput output = csv ? new ReportCsv(out) : new ReportTables(out);
    output.savings(savings, assumptions, titles);
    output.end();
    return 0;
  }

  private Assumptions assumptions() {
    try {
      return log.assumptions();
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  private ParameterException wrong(IllegalArgumentException e) {
    CommandSpec own = Objects.requireNonNull(spec, "made by picocli");
    return new ParameterException(own.commandLine(), String.valueOf(e.getMessage()), e);
  }
}
