package org.p2pd.transport.settings;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.dial.Cidr;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a node stands in the network: settings that all nodes have in common.
 *
 * @param tracker the tracker's replicas
 * @param zone where the node is, in the operator's words; nodes of one zone are near
 * @param network whom this node may dial
 */
@ConfigurationProperties("p2pd")
public record NodeSettings(
    @DefaultValue Tracker tracker,
    @Nullable String zone,
    @DefaultValue Network network) {
  public NodeSettings {
    zone = zone == null || zone.isBlank() ? null : zone.strip();
  }

  /**
   * The tracker.
   *
   * @param url base URLs of all replicas
   */
  public record Tracker(
      @DefaultValue("http://localhost:7070") List<URI> url) {
    public Tracker {
      for (URI replica : url) {
        if (replica.getHost() == null) {
          throw new SettingException(
              "P2PD_TRACKER_URL", replica, "URLs such as http://tracker.example.org:7070");
        }
      }
    }
  }

  /**
   * Who may be dialled.
   *
   * @param allow networks that may be dialled in addition to what WIRE §3 allows
   */
  public record Network(@DefaultValue List<String> allow) {
    /** The networks. */
    public List<Cidr> allowed() {
      return allow.stream().filter(each -> !each.isBlank()).map(Network::cidr).toList();
    }

    private static Cidr cidr(String text) {
      return SettingException.read(
          "P2PD_NETWORK_ALLOW", text, Cidr::parse, "networks such as 10.0.0.0/8 or fd00::/8");
    }
  }
}
