package org.p2pd.standalone.original;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2pd.standalone.roles.Role;

/**
 * What an original command line starts, in order. Decides only.
 *
 * <p>Where it names no tracker, the one of the host that it does name is meant, at that host's port 7070: the parent's, the
 * site cache's, the authority's.
 */
public final class OriginalPlan {
  private static final String EVERYONE = "0.0.0.0/0";
  private static final String EVERYONE_SIX = "::/0";

  private final OriginalLine line;
  private final @Nullable OwnTracker own;
  private final @Nullable String publishedName;

  private OriginalPlan(
      OriginalLine line, @Nullable OwnTracker own, @Nullable String publishedName) {
    this.line = line;
    this.own = own;
    this.publishedName = publishedName;
  }

  /**
   * The roles of {@code line}.
   *
   * @param own the tracker that it brings; null where it brings none
   * @param publishedName the host that a server is known by elsewhere; null = on this machine only
   */
  public static List<Start> of(
      OriginalLine line, @Nullable OwnTracker own, @Nullable String publishedName) {
    return new OriginalPlan(line, own, publishedName).starts();
  }

  private List<Start> starts() {
    List<Start> starts = new ArrayList<>();
    if (own != null) {
      starts.add(new Start(Role.TRACKER, tracker(own)));
    }
    if (line.isServer()) {
      starts.add(new Start(Role.ORIGIN, server()));
    } else if (line.isCache()) {
      starts.add(new Start(Role.CACHE, cache()));
    } else {
      starts.add(new Start(Role.AGENT, agent()));
    }
    return starts;
  }

  private List<String> tracker(OwnTracker own) {
    List<String> settings = new ArrayList<>();
    add(settings, "server.port", own.port());
    add(settings, "management.server.port", own.managementPort());
    add(settings, "management.server.address", "127.0.0.1");
    add(settings, "p2pd.redis.url", own.redisUrl());
    add(settings, "p2pd.redis.timeout", "1s");
    add(settings, "p2pd.tracker.secret", own.secret());
    add(settings, "p2pd.tracker.publish-token", own.token());
    if (line.isCache()) {
      add(settings, "p2pd.tracker.upstream", upstream() == null ? "auto" : upstream());
      add(settings, "p2pd.tracker.peers", line.peers());
    }
    return settings;
  }

  /** The trackers above a cache or an agent; null where nothing says which. */
  private @Nullable String upstream() {
    if (!line.trackers().isEmpty()) {
      return line.trackers().stream().map(URI::toString).collect(Collectors.joining(","));
    }
    String up = line.up();
    if (up != null) {
      return trackerAt(up);
    }
    return line.authorities().isEmpty()
        ? null
        : line.authorities().stream()
            .map(OriginalPlan::trackerAt)
            .distinct()
            .collect(Collectors.joining(","));
  }

  private static String trackerAt(String host) {
    return "http://" + OriginalLine.withoutPort(host) + ":" + OriginalLine.TRACKER_PORT;
  }

  private List<String> server() {
    List<String> settings = node(line.port(), line.port() + 1);
    add(settings, "p2pd.publish.directory", line.publish());
    add(settings, "p2pd.publish.peers", line.peers());
    if (own != null) {
      String near = own.url();
      add(
          settings,
          "p2pd.tracker.url",
          publishedName == null ? near : "http://" + publishedName + ":" + own.port() + "," + near);
      add(settings, "p2pd.publish.token", own.token());
    } else {
      add(settings, "p2pd.tracker.url", upstream());
    }
    if (publishedName != null) {
      add(settings, "p2pd.publish.url", "http://" + publishedName + ":" + line.port());
    }
    if (!line.mirrors().isEmpty()) {
      add(settings, "p2pd.publish.mirrors", urls(line.mirrors()));
    }
    if (line.playlist()) {
      add(settings, "p2pd.publish.playlist", true);
    }
    addIfGiven(settings, "p2pd.publish.block-size", line.blockSize());
    return settings;
  }

  private List<String> cache() {
    List<String> settings = node(line.port(), line.port() + 1);
    add(settings, "p2pd.cache.directory", line.store());
    add(settings, "p2pd.cache.networks", networks());
    if (!line.authorities().isEmpty()) {
      add(settings, "p2pd.cache.authorities", String.join(",", line.authorities()));
    }
    String up = line.up();
    if (up != null) {
      add(settings, "p2pd.cache.parent", OriginalLine.url(up, OriginalLine.PORT));
    }
    addIfGiven(settings, "p2pd.cache.size", line.disk());
    addIfGiven(settings, "p2pd.cache.memory", line.memory());
    String upstream = upstream();
    if (own == null) {
      addIfGiven(settings, "p2pd.tracker.url", upstream);
    } else if (upstream == null) {
      add(settings, "p2pd.tracker.url", own.url());
      add(settings, "p2pd.cache.token", own.token());
    } else {
      add(settings, "p2pd.tracker.url", upstream);
      add(settings, "p2pd.cache.site.tracker", own.url());
      add(settings, "p2pd.cache.site.token", own.token());
    }
    return settings;
  }

  /** The line is older than the wide use of IPv6: everyone means everyone. */
  private String networks() {
    List<String> networks = new ArrayList<>(line.networks());
    if (networks.contains(EVERYONE) && !networks.contains(EVERYONE_SIX)) {
      networks.add(EVERYONE_SIX);
    }
    return String.join(",", networks);
  }

  private List<String> agent() {
    List<String> settings = node(line.port(), line.port() + 2);
    add(settings, "p2pd.agent.directory", line.store());
    add(settings, "p2pd.agent.peer-port", line.port() + 1);
    addIfGiven(settings, "p2pd.tracker.url", upstream());
    String up = line.up();
    if (up != null) {
      add(settings, "p2pd.agent.cache", OriginalLine.url(up, OriginalLine.PORT));
    }
    addIfGiven(settings, "p2pd.agent.size", line.disk());
    return settings;
  }

  private static String urls(List<String> hosts) {
    return hosts.stream()
        .map(host -> OriginalLine.url(host, OriginalLine.PORT))
        .collect(Collectors.joining(","));
  }

  private static List<String> node(int port, int managementPort) {
    List<String> settings = new ArrayList<>();
    add(settings, "server.port", port);
    add(settings, "management.server.port", managementPort);
    add(settings, "management.server.address", "127.0.0.1");
    return settings;
  }

  private static void add(List<String> settings, String name, @Nullable Object value) {
    settings.add("--" + name + "=" + value);
  }

  private static void addIfGiven(List<String> settings, String name, @Nullable String value) {
    if (value != null) {
      add(settings, name, value);
    }
  }
}
