package org.p2pd.transport.serve;

import java.util.function.LongConsumer;
import org.p2pd.transport.tracker.TrafficCounters;

/** Counts what leaves: to viewers by name, to other hosts by content id. */
public final class TrafficObserver implements ServingObserver {
  private final TrafficCounters traffic;
  private final LongConsumer sent;
  private final boolean upload;

  private TrafficObserver(TrafficCounters traffic, LongConsumer sent, boolean upload) {
    this.traffic = traffic;
    this.sent = sent;
    this.upload = upload;
  }

  /** Counts bytes as delivered to viewers, over a network. */
  public static ServingObserver ofViewers(TrafficCounters traffic) {
    return new TrafficObserver(traffic, traffic::delivered, true);
  }

  /** Counts bytes as delivered to the viewer at this machine: no upload. */
  public static ServingObserver ofOwnViewer(TrafficCounters traffic) {
    return new TrafficObserver(traffic, traffic::delivered, false);
  }

  /** Counts bytes as served to other hosts. */
  public static ServingObserver ofHosts(TrafficCounters traffic) {
    return new TrafficObserver(traffic, traffic::served, true);
  }

  @Override
  public void started() {
    if (upload) {
      traffic.uploadStarted();
    }
  }

  @Override
  public void sent(long bytes) {
    sent.accept(bytes);
  }

  @Override
  public void finished() {
    if (upload) {
      traffic.uploadFinished();
    }
  }
}
