package org.p2pd.standalone.original;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.cli.BaseUrl;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The letters of 2009 (WIRE §5). What fits together is decided by {@link OriginalLine}. */
public final class OriginalOptions {
  @Option(names = "-p", paramLabel = "DIR", description = "Publish the films in DIR: a server.")
  private @Nullable Path publish;

  @Option(
      names = "-c",
      paramLabel = "DIR",
      description =
          "Store blocks in DIR: with -n or -A a cache, alone the agent on a viewer's machine.")
  private @Nullable Path store;

  @Option(
      names = "-l",
      paramLabel = "HOST[:PORT]",
      description = "Server: hand out this host too, as a holder of everything (repeatable).")
  private List<String> mirrors = new ArrayList<>();

  @Option(
      names = "-A",
      paramLabel = "HOST",
      description = "Cache: only films of these authorities (repeatable).")
  private List<String> authorities = new ArrayList<>();

  @Option(
      names = "-n",
      paramLabel = "NET",
      description =
          "Cache: fetch what is not cached for clients of this address or network (repeatable);"
              + " none given = for nobody.")
  private List<String> networks = new ArrayList<>();

  @Option(
      names = "-S",
      paramLabel = "HOST[:PORT]",
      description = "One step up: a cache's parent, an agent's site cache.")
  private @Nullable String up;

  @Option(
      names = "-i",
      description =
          "Hand out clients that reported blocks; without it nobody but -l hosts, servers and caches.")
  private boolean peers;

  @Option(
      names = "-b",
      paramLabel = "SIZE",
      description = "Server: block size, a power of two (default: by the film's length).")
  private @Nullable String blockSize;

  @Option(names = "-m", paramLabel = "NAME", description = "Digest of blocks; sha-256 only.")
  private @Nullable String digest;

  @Option(
      names = "-C",
      paramLabel = "SIZE",
      description = "The most that DIR may take, such as 500GB.")
  private @Nullable String disk;

  @Option(names = "-M", paramLabel = "SIZE", description = "Cache: memory for hot blocks.")
  private @Nullable String memory;

  @Option(
      names = "-P",
      paramLabel = "PORT",
      defaultValue = "1111",
      description = "Listen there (default: ${DEFAULT-VALUE}).")
  private int port = OriginalLine.PORT;

  @Option(
      names = "-T",
      description = "Server: answer HTTP for a film with the playlist; FILM?direct is the film.")
  private boolean playlist;

  @Option(
      names = "--tracker",
      paramLabel = "URL",
      split = ",",
      converter = BaseUrl.class,
      description =
          "Use this tracker (its replicas, comma-separated) instead of one of its own; also P2PD_TRACKER_URL.")
  private List<URI> trackers = new ArrayList<>();

  @Option(
      names = "--tracker-port",
      paramLabel = "PORT",
      defaultValue = "7070",
      description = "Where a tracker of its own listens (default: ${DEFAULT-VALUE}).")
  private int trackerPort = OriginalLine.TRACKER_PORT;

  /** Reads a command line. */
  public static OriginalLine parse(String... arguments) {
    OriginalOptions options = new OriginalOptions();
    new CommandLine(options).parseArgs(arguments);
    return options.line();
  }

  /** Whether {@code -p} or {@code -c} was given: without them the other letters mean nothing. */
  public boolean isGiven() {
    return publish != null || store != null;
  }

  /**
   * What the letters say together.
   *
   * @throws IllegalArgumentException where they do not fit together; the message says what would
   */
  public OriginalLine line() {
    return new OriginalLine(
        publish,
        store,
        mirrors,
        authorities,
        networks,
        up,
        peers,
        blockSize,
        digest,
        disk,
        memory,
        port,
        playlist,
        trackers,
        trackerPort);
  }
}
