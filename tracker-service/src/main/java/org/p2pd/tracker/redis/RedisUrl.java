package org.p2pd.tracker.redis;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * What {@code P2PD_REDIS_URL} says: one server, the nodes of a cluster, or the sentinels of a master.
 *
 * <pre>
 * redis://[user:password@]host[:port][/db]           rediss:// the same over TLS
 * redis://host:port,redis://host:port,…              a cluster
 * redis-sentinel://[user:password@]host[:port],…[/db]#master
 * </pre>
 */
final class RedisUrl implements DataRedisConnectionDetails {
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;
  private static final String EXPECTED =
      "redis://host:port, rediss://host:port, several of them separated by commas for a cluster, or"
          + " redis-sentinel://host:port,host:port#master";

  private final String scheme;
  private final List<URI> nodes;

  RedisUrl(String text) {
    this.scheme = text.contains("://") ? text.substring(0, text.indexOf("://")) : "";
    if (!List.of("redis", "rediss", "redis-sentinel").contains(scheme)) {
      throw malformed(text);
    }
    this.nodes =
        Arrays.stream(text.split(",")).map(node -> node(text, node.trim())).toList();
    if (isSentinel() && last().getFragment() == null) {
      throw malformed(text);
    }
  }

  private URI node(String text, String node) {
    try {
      URI uri = URI.create(node.contains("://") ? node : scheme + "://" + node);
      if (uri.getHost() == null || !scheme.equals(uri.getScheme())) {
        throw malformed(text);
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw malformed(text);
    }
  }

  /** Does not show the value: it may hold a password. */
  private static IllegalArgumentException malformed(String text) {
    return new SettingException("P2PD_REDIS_URL", text.replaceAll("//[^@]*@", "//…@"), EXPECTED);
  }

  private boolean isSentinel() {
    return scheme.equals("redis-sentinel");
  }

  private URI last() {
    return nodes.get(nodes.size() - 1);
  }

  @Override
  public @Nullable String getUsername() {
    String user = nodes.get(0).getUserInfo();
    int colon = user == null ? -1 : user.indexOf(':');
    return user == null || colon <= 0 ? null : user.substring(0, colon);
  }

  @Override
  public @Nullable String getPassword() {
    String user = nodes.get(0).getUserInfo();
    return user == null ? null : user.substring(user.indexOf(':') + 1);
  }

  @Override
  public @Nullable SslBundle getSslBundle() {
    return scheme.equals("rediss") ? SslBundle.systemDefault() : null;
  }

  @Override
  public @Nullable Standalone getStandalone() {
    return isSentinel() || nodes.size() > 1
        ? null
        : Standalone.of(host(last()), port(last(), PORT), database());
  }

  @Override
  public @Nullable Cluster getCluster() {
    List<Node> cluster = nodes(PORT);
    return isSentinel() || nodes.size() == 1 ? null : () -> cluster;
  }

  @Override
  public @Nullable Sentinel getSentinel() {
    return isSentinel() ? new Master(database(), last().getFragment(), nodes(SENTINEL_PORT)) : null;
  }

  private List<Node> nodes(int defaultPort) {
    return nodes.stream()
        .map(node -> new Node(host(node), port(node, defaultPort)))
        .toList();
  }

  private static String host(URI node) {
    return node.getHost().replaceAll("[\\[\\]]", "");
  }

  private static int port(URI node, int defaultPort) {
    return node.getPort() < 0 ? defaultPort : node.getPort();
  }

  private int database() {
    String path = last().getPath();
    return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
  }

  private record Master(int getDatabase, String getMaster, List<Node> getNodes)
      implements Sentinel {
    @Override
    public @Nullable String getUsername() {
      return null;
    }

    @Override
    public @Nullable String getPassword() {
      return null;
    }
  }
}
