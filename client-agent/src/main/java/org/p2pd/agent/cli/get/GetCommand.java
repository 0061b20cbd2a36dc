package org.p2pd.agent.cli.get;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.agent.cli.BaseUrl;
import org.p2pd.agent.cli.RunningAgent;
import org.p2pd.agent.cli.TrackerOption;
import org.p2pd.agent.cli.disk.FilmPath;
import org.p2pd.agent.cli.disk.LocalFileException;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.agent.settings.AgentSettings;
import org.p2pd.agent.settings.Privacy;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code p2pd get URL…}: downloads films through the swarm. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {
      "Downloads films from the best hosts at once, verifies every block, and writes them to files.",
      "",
      "A running agent does the work and shares what it gets; where none runs, get does it alone. What is",
      "unfinished stays as FILE.part: the same command goes on from there, after Ctrl-C and after a crash. A",
      "file that is there already is checked; only its wrong blocks are fetched.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:all films are there and right",
      " 1:nobody who has a film answers, or nobody can be asked about it",
      " 2:the command line makes no sense",
      " 3:a film is not published",
      " 4:a file cannot be written, or is another file",
      " 5:what is said about a film is not signed by its provider",
      "130:stopped with Ctrl-C"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  p2pd get http://cdn.example.org/film.mp4",
      "  p2pd get http://cdn.example.org/a.mp4 http://cdn.example.org/b.mp4 -o films/",
      "  p2pd get http://cdn.example.org/film.mp4 -o - | mpv -",
      "  p2pd get --json http://cdn.example.org/film.mp4 | jq -r .event"
    })
public final class GetCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final DataSize STORE_SIZE = DataSize.ofGigabytes(10);

  /** Where blocks are kept while the usual directory is an agent's of another tracker. */
  private static final String BESIDE_AN_AGENT =
      Path.of(System.getProperty("user.home", ""), ".p2pd_get").toString();

  @Spec
  private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "The films' URLs: http, https or spp.")
  private List<String> urls = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to: a file (one URL only), a directory (DIR/ is made), or - for standard output"
              + " (default: here).")
  private String output = ".";

  @Option(
      names = "--agent",
      paramLabel = "URL",
      defaultValue = "http://localhost:1111",
      description = "The running agent to use, or 'none' (default: ${DEFAULT-VALUE}).")
  private String agent = "";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = "${env:P2PD_AGENT_DIRECTORY:-}",
      description =
          "Where blocks are kept when get does it alone, which this has it do (default: ~/.p2pd_cache).")
  private String directory = "";

  @Option(
      names = "--privacy",
      paramLabel = "WHO",
      defaultValue = "${env:P2PD_AGENT_PRIVACY:-}",
      description =
          "Who may know what is downloaded: open = the tracker, site = a tracker of this network, none ="
              + " nobody. An agent that does otherwise is not used (default: as the running agent; open"
              + " where none runs).")
  private String privacy = "";

  @Option(
      names = "--overwrite",
      description = "Replace a file of that name that is nothing of the film.")
  private boolean overwrite;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but errors.")
  private boolean quiet;

  @Option(
      names = "--json",
      description =
          "One JSON object a line, for programs: checking, progress, done, failed. On standard output,"
              + " or standard error with -o -.")
  private boolean json;

  @Mixin
  private TrackerOption tracker = new TrackerOption();

  @Override
  public Integer call() throws IOException {
    List<ContentName> names = names();
    privacyWished();
    GetListener listener = listener();
    Thread farewell = new Thread(this::sayHowToGoOn, "p2pd-get-stopped");
    Runtime.getRuntime().addShutdownHook(farewell);
    try (FilmSource download = download()) {
      return getAll(download, names, listener);
    } finally {
      Runtime.getRuntime().removeShutdownHook(farewell);
    }
  }

  private int getAll(FilmSource download, List<ContentName> names, GetListener listener) {
    FilmGetter getter = new FilmGetter(download, overwrite, listener);
    int exitCode = 0;
    for (ContentName name : names) {
      try {
        listener.done(
            output.equals(STANDARD_OUTPUT)
                ? getter.toStandardOutput(name)
                : getter.toFile(name, FilmPath.of(output, name.fileName())));
      } catch (IOException | RuntimeException e) {
        GetFailedException failure = FilmGetter.failure(e);
        listener.failed(name, failure);
        exitCode = exitCode == 0 ? failure.exitCode() : exitCode;
      }
    }
    return exitCode;
  }

  private void sayHowToGoOn() {
    if (!quiet && !json && !output.equals(STANDARD_OUTPUT)) {
      System.err.println(
          "\nStopped. What was verified is kept: the same command goes on from there.");
    }
  }

  private GetListener listener() {
    if (json) {
      return new JsonEvents(output.equals(STANDARD_OUTPUT) ? System.err : System.out);
    }
    ProgressLines.Style loud = Boolean.getBoolean("p2pd.terminal")
        ? ProgressLines.Style.TERMINAL
        : ProgressLines.Style.PLAIN;
    return new ProgressLines(System.err, quiet ? ProgressLines.Style.NONE : loud);
  }

  private List<ContentName> names() {
    List<ContentName> names;
    try {
      names = urls.stream().map(ContentName::parse).distinct().toList();
    } catch (MalformedValueException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    if (names.size() > 1 && !output.equals(STANDARD_OUTPUT)) {
      requireOneFileEach(names);
    }
    return names;
  }

  private void requireOneFileEach(List<ContentName> names) {
    try {
      if (!FilmPath.isDirectory(output)) {
        throw wrong("-o: " + output + " (expected for several films: a directory, " + output
            + "/ to have it made)");
      }
      Map<Path, ContentName> files = new HashMap<>();
      for (ContentName name : names) {
        ContentName other = files.put(FilmPath.of(output, name.fileName()), name);
        if (other != null) {
          throw wrong(other.url() + " and " + name.url()
              + " would be one file: get them one by one, with -o FILE");
        }
      }
    } catch (LocalFileException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    if (spec == null) {
      throw new IllegalArgumentException(message);
    }
    return new ParameterException(spec.commandLine(), message);
  }

  private FilmSource download() throws IOException {
    String store = directory.isBlank() ? null : directory;
    RunningAgent running = agent.equals("none") ? null : new RunningAgent(agentUrl());
    AgentStatus status = running == null ? null : running.status().orElse(null);
    if (running != null && status != null) {
      String why = whyNot(status);
      if (why == null) {
        return new AgentFilm(running, status);
      }
      say("the agent at " + running + " is not used: " + why);
      store = isGiven("--directory") ? store : BESIDE_AN_AGENT;
    }
    Privacy wished = privacyWished();
    AgentSettings settings =
        AgentSettings.downloading(store, STORE_SIZE, wished == null ? Privacy.OPEN : wished);
    return new SwarmFilm(new AgentNode(settings, tracker.network()));
  }

  /** Why the agent that runs does not do what is wished; null where it does. */
  private @Nullable String whyNot(AgentStatus status) {
    Privacy wished = privacyWished();
    if (tracker.namesOthersThan(URI.create(status.tracker()))) {
      return "its tracker is " + status.tracker();
    }
    if (wished != null && !wished.name().equalsIgnoreCase(status.privacy())) {
      String does = status.privacy() == null ? "is not known" : "is " + status.privacy();
      return "its privacy " + does + ", not " + privacy;
    }
    return isGiven("--directory") ? "it keeps blocks in a directory of its own" : null;
  }

  private boolean isGiven(String option) {
    return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private void say(String sentence) {
    if (!quiet && !json) {
      System.err.println("p2pd get: " + sentence);
    }
  }

  private URI agentUrl() {
    try {
      return new BaseUrl().convert(agent);
    } catch (TypeConversionException e) {
      throw wrong("--agent: " + e.getMessage());
    }
  }

  /** What the user asked for; null = nothing in particular. */
  private @Nullable Privacy privacyWished() {
    return privacy.isBlank()
        ? null
        : Stream.of(Privacy.values())
            .filter(each -> each.name().equalsIgnoreCase(privacy))
            .findAny()
            .orElseThrow(() -> wrong("--privacy: " + privacy + " (expected: open, site or none)"));
  }
}
