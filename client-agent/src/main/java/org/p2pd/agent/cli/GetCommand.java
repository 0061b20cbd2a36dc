package org.p2pd.agent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.cli.disk.FilmFile;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.agent.settings.AgentSettings;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.resolve.ResolvedContent;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code p2pd get URL…}: downloads films through the swarm. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description =
        "Downloads films from the best hosts at once, verifies every block, and writes them to files.",
    footer = {
      "",
      "A running agent does the work, and shares what it gets; where none runs, get uses the store itself.",
      "Exit codes: 0 all films are there and right, 1 one is not, 2 the command line is wrong."
    })
public final class GetCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final DataSize STORE_SIZE = DataSize.ofGigabytes(10);

  @Spec
  private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "The films' URLs: http, https or spp.")
  private List<String> urls = List.of();

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description =
          "Where to: a file (one URL only), a directory, or - for standard output (default: here).")
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
      description = "Where blocks are kept when no agent runs (default: ~/.p2pd_cache).")
  private String directory = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but errors.")
  private boolean quiet;

  @Mixin
  private TrackerOption tracker = new TrackerOption();

  private final PrintStream err = System.err;

  @Override
  public Integer call() {
    List<ContentName> names = names();
    try (FilmDownload download = download()) {
      for (ContentName name : names) {
        get(download, name);
      }
      return 0;
    } catch (IOException | RuntimeException e) {
      err.println("p2pd get: " + e.getMessage());
      return 1;
    }
  }

  private List<ContentName> names() {
    if (urls.size() > 1 && !Path.of(output).toFile().isDirectory()) {
      throw wrong("-o: " + output + " (expected: a directory, for several films)");
    }
    try {
      return urls.stream().map(ContentName::parse).toList();
    } catch (MalformedValueException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    if (spec == null) {
      throw new IllegalArgumentException(message);
    }
    return new ParameterException(spec.commandLine(), message);
  }

  private FilmDownload download() throws IOException {
    if (!agent.equals("none")) {
      RunningAgent running = new RunningAgent(URI.create(agent));
      if (running.status().isPresent()) {
        return running;
      }
    }
    AgentSettings settings = new AgentSettings(
        directory.isBlank() ? null : directory, STORE_SIZE, false, null, 0, "127.0.0.1");
    return new OwnDownload(new AgentNode(settings, tracker.network()));
  }

  private void get(FilmDownload download, ContentName name) throws IOException {
    ResolvedContent film = download.film(name);
    FilmFile file = output.equals(STANDARD_OUTPUT)
        ? FilmFile.standardOutput()
        : FilmFile.create(Path.of(output), name.fileName());
    try {
      write(download, film, file);
    } catch (IOException | RuntimeException e) {
      file.discard();
      throw e;
    }
  }

  private void write(FilmDownload download, ResolvedContent film, FilmFile file)
      throws IOException {
    Progress progress = new Progress(
        err,
        Boolean.getBoolean("p2pd.terminal"),
        film.publication().url().fileName(),
        film.publication().length(),
        download::received);
    download.into(file, film, () -> {
      if (!quiet) {
        progress.update(file.length());
      }
    });
    file.finish(film.publication().digest());
    if (!quiet) {
      progress.finish(file.length(), file.place());
    }
  }
}
