package org.p2pd.standalone.original;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.dial.Cidr;
import org.springframework.util.unit.DataSize;

/**
 * An original command line that makes sense: a server, a cache or an agent.
 *
 * @param publish the films of a server; null = not a server
 * @param store where a cache or an agent keeps blocks; null = a server
 * @param mirrors holders of everything, {@code host[:port]}
 * @param authorities whose films a cache serves
 * @param networks for whom a cache fetches
 * @param up one step up, {@code host[:port]}
 * @param peers whether clients are handed out
 * @param port where it listens
 * @param trackers named ones; empty = none
 * @param trackerPort where a tracker of its own listens
 */
public record OriginalLine(
    @Nullable Path publish,
    @Nullable Path store,
    List<String> mirrors,
    List<String> authorities,
    List<String> networks,
    @Nullable String up,
    boolean peers,
    @Nullable String blockSize,
    @Nullable String digest,
    @Nullable String disk,
    @Nullable String memory,
    int port,
    boolean playlist,
    List<URI> trackers,
    int trackerPort) {
  static final int PORT = 1111;
  static final int TRACKER_PORT = 7070;

  private static final Set<String> DIGESTS = Set.of("sha-256", "sha256");
  /** An agent takes this one and the two after it. */
  private static final int PORT_MAX = 65_533;

  public OriginalLine {
    mirrors = List.copyOf(mirrors);
    authorities = List.copyOf(authorities);
    networks = List.copyOf(networks);
    trackers = List.copyOf(trackers);
    if ((publish == null) == (store == null)) {
      throw new IllegalArgumentException(
          "-p and -c: a server publishes (-p DIR), caches and agents store (-c DIR); give one of them");
    }
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("-P: " + port + " (expected: 1 to " + PORT_MAX + ")");
    }
    if (digest != null && !DIGESTS.contains(digest.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("-m: " + digest + " (expected: sha-256)");
    }
    requireSize("-b", blockSize, "256KB");
    requireSize("-C", disk, "500GB");
    requireSize("-M", memory, "1GB");
    networks.forEach(OriginalLine::requireNetwork);
    boolean cache = store != null && !(networks.isEmpty() && authorities.isEmpty());
    requireOnly(publish != null, "-l", !mirrors.isEmpty(), "a server (-p)");
    requireOnly(publish != null, "-T", playlist, "a server (-p)");
    requireOnly(publish != null, "-b", blockSize != null, "a server (-p)");
    requireOnly(store != null, "-A", !authorities.isEmpty(), "a cache (-c)");
    requireOnly(store != null, "-n", !networks.isEmpty(), "a cache (-c)");
    requireOnly(store != null, "-S", up != null, "a cache or an agent (-c)");
    requireOnly(store != null, "-C", disk != null, "a cache or an agent (-c)");
    requireOnly(cache, "-M", memory != null, "a cache (-c with -n or -A)");
    requireOnly(cache || publish != null, "-i", peers, "a server (-p) or a cache (-n or -A)");
  }

  private static void requireOnly(boolean fits, String letter, boolean given, String owner) {
    if (given && !fits) {
      throw new IllegalArgumentException(letter + " belongs to " + owner);
    }
  }

  private static void requireSize(String letter, @Nullable String size, String example) {
    try {
      if (size != null && DataSize.parse(size).toBytes() >= 1) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          letter + ": " + size + " (expected: a size such as " + example + ")", e);
    }
    if (size != null) {
      throw new IllegalArgumentException(letter + ": " + size + " (expected: more than nothing)");
    }
  }

  private static void requireNetwork(String network) {
    try {
      Cidr.parse(network);
    } catch (MalformedValueException e) {
      throw new IllegalArgumentException("-n: " + e.getMessage(), e);
    }
  }

  boolean isServer() {
    return publish != null;
  }

  boolean isCache() {
    return store != null && !(networks.isEmpty() && authorities.isEmpty());
  }

  /**
   * Whether it brings a tracker of its own: a server where none is named; a cache where none is named and nobody is above
   * it, or where it clusters the clients of its site.
   */
  public boolean bringsTracker() {
    return isServer()
        ? trackers.isEmpty()
        : isCache() && (peers || trackers.isEmpty() && up == null);
  }

  /** This line with {@code named} as its trackers where it names none itself. */
  public OriginalLine orTrackers(List<URI> named) {
    return trackers.isEmpty() && !named.isEmpty()
        ? new OriginalLine(
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
            named,
            trackerPort)
        : this;
  }

  /** {@code host[:port]} as a base URL; the port is that of p2pd unless it is given. */
  static String url(String host, int port) {
    String stripped = host.strip();
    boolean bareSix = stripped.indexOf(':') != stripped.lastIndexOf(':')
        && !stripped.endsWith("]")
        && !stripped.startsWith("[");
    String literal = bareSix ? "[" + stripped + "]" : stripped;
    boolean hasPort = literal.matches(".*:[0-9]+") && !bareSix;
    return "http://" + (hasPort ? literal : literal + ":" + port);
  }

  /** {@code host[:port]} without its port. */
  static String withoutPort(String host) {
    return url(host, 0).substring("http://".length()).replaceFirst(":[0-9]+$", "");
  }
}
