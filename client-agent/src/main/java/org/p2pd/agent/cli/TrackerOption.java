package org.p2pd.agent.cli;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.settings.NodeSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --tracker}: whom to ask. */
public final class TrackerOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--tracker",
      paramLabel = "URL",
      split = ",",
      converter = BaseUrl.class,
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

  /** Whether the user named trackers that {@code other} is none of: neither the default nor the environment counts. */
  public boolean namesOthersThan(URI other) {
    return isNamed() && tracker.stream().noneMatch(each -> isSame(each, other));
  }

  private boolean isNamed() {
    return spec != null && spec.commandLine().getParseResult().hasMatchedOption("--tracker");
  }

  private static boolean isSame(URI one, URI other) {
    return one.getPort() == other.getPort()
        && (String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
            || isLoopback(one) && isLoopback(other));
  }

  private static boolean isLoopback(URI tracker) {
    return Reach.LOOPBACK_NAMES.contains(String.valueOf(tracker.getHost()));
  }

  @Override
  public String toString() {
    return tracker.toString();
  }
}
