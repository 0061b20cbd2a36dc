package org.p2pd.simulation.swarm;

import java.util.HashMap;
import java.util.Map;

/** Whom an agent can talk to: hosts by their URLs, and the tracker. */
final class HostDirectory {
  private static final long TRACKER_DELAY_NANOS = 5_000_000L;

  private final ModelTracker tracker;
  private final Map<String, Host> hosts = new HashMap<>();

  HostDirectory(ModelTracker tracker) {
    this.tracker = tracker;
  }

  void add(Host host) {
    hosts.put(host.url, host);
  }

  Host hostAt(String url) {
    Host host = hosts.get(url);
    if (host == null) {
      throw new IllegalArgumentException("no host at " + url);
    }
    return host;
  }

  ModelTracker tracker() {
    return tracker;
  }

  long trackerRoundTripNanos(Host host) {
    return 2 * (host.delayNanos + TRACKER_DELAY_NANOS);
  }
}
