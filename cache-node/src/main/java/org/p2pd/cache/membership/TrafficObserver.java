package org.p2pd.cache.membership;

import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.tracker.TrafficCounters;

/** Counts what leaves: to viewers by name, to other hosts by content id. */
public final class TrafficObserver implements ServingObserver {
  private final TrafficCounters traffic;
  private final boolean viewers;

  private TrafficObserver(TrafficCounters traffic, boolean viewers) {
    this.traffic = traffic;
    this.viewers = viewers;
  }

  /** Counts bytes as delivered to viewers. */
  public static ServingObserver ofViewers(TrafficCounters traffic) {
    return new TrafficObserver(traffic, true);
  }

  /** Counts bytes as served to other hosts. */
  public static ServingObserver ofHosts(TrafficCounters traffic) {
    return new TrafficObserver(traffic, false);
  }

  @Override
  public void started() {
    traffic.uploadStarted();
  }

  @Override
  public void sent(long bytes) {
    if (viewers) {
      traffic.delivered(bytes);
    } else {
      traffic.served(bytes);
    }
  }

  @Override
  public void finished() {
    traffic.uploadFinished();
  }
}
