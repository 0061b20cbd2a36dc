package org.p2pd.cache.settings;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.dial.Cidr;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings that all nodes share.
 *
 * @param zone where this node is, in the operator's words; null = not said
 */
@ConfigurationProperties("p2pd")
public record NodeSettings(
    @Nullable String zone, Tracker tracker, @Nullable Network network) {
  public NodeSettings {
    if (tracker == null) {
      throw new IllegalArgumentException(
          "no tracker (set P2PD_TRACKER_URL, such as http://localhost:7070)");
    }
    zone = zone == null || zone.isBlank() ? null : zone.strip();
    network = network == null ? new Network(List.of()) : network;
  }

  /** Networks in which hosts may be dialled in addition to what the tracker's own address allows. */
  public List<Cidr> allowed() {
    return network == null
        ? List.of()
        : network.allow().stream().map(Cidr::parse).toList();
  }

  /**
   * The settings {@code p2pd.tracker.*}.
   *
   * @param url base URLs of the tracker's replicas
   */
  public record Tracker(List<URI> url) {
    public Tracker {
      if (url == null || url.isEmpty() || url.stream().anyMatch(each -> each.getHost() == null)) {
        throw new IllegalArgumentException("P2PD_TRACKER_URL: " + url
            + " (expected: URLs such as http://localhost:7070, comma-separated)");
      }
      url = List.copyOf(url);
    }
  }

  /**
   * The settings {@code p2pd.network.*}.
   *
   * @param allow networks in CIDR notation
   */
  public record Network(@Nullable List<String> allow) {
    public Network {
      allow = allow == null ? List.of() : List.copyOf(allow);
      allow.forEach(Cidr::parse);
    }

    @Override
    public List<String> allow() {
      return allow == null ? List.of() : allow;
    }
  }
}
