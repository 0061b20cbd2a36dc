package org.p2pd.agent.cli;

import java.net.URI;
import java.util.List;
import org.p2pd.transport.settings.NodeSettings;
import picocli.CommandLine.Option;

/** {@code --tracker}: whom to ask. */
public final class TrackerOption {
  @Option(
      names = "--tracker",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:P2PD_TRACKER_URL:-http://localhost:7070}",
      description = "The tracker's replicas, comma-separated (default: ${DEFAULT-VALUE}).")
  private List<URI> tracker = List.of();

  /** The network that the options describe, and the environment. */
  public NodeSettings network() {
    return new NodeSettings(
        new NodeSettings.Tracker(tracker),
        System.getenv("P2PD_ZONE"),
        new NodeSettings.Network(allowed()));
  }

  private static List<String> allowed() {
    String networks = System.getenv("P2PD_NETWORK_ALLOW");
    return networks == null ? List.of() : List.of(networks.split(","));
  }

  @Override
  public String toString() {
    return tracker.toString();
  }
}
