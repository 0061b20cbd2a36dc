package org.p2pd.origin.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.tracker.TrafficCounters;

/**
 * Counts what leaves, for the tracker and for metrics.
 *
 * <p>What a viewer without an agent gets is reported by nobody else: it counts as delivered, and as received from an
 * origin, so that the offload that the tracker shows stays true. Other nodes report for themselves.
 */
final class Uploads implements ServingObserver {
  private final TrafficCounters traffic;
  private final Counter bytes;
  private final int responsesMax;
  private final boolean toViewers;

  private Uploads(TrafficCounters traffic, Counter bytes, int responsesMax, boolean toViewers) {
    this.traffic = traffic;
    this.responsesMax = responsesMax;
    this.bytes = bytes;
    this.toViewers = toViewers;
  }

  /** Counts what other nodes get. */
  static Uploads toNodes(TrafficCounters traffic, MeterRegistry meters, int responsesMax) {
    Counter bytes = Counter.builder("p2pd.served.bytes")
        .description("Bytes of films that left, by sendfile")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("p2pd.served.active", traffic, TrafficCounters::activeUploads)
        .description("Responses with film bytes under way")
        .register(meters);
    return new Uploads(traffic, bytes, responsesMax, false);
  }

  /** Counts what viewers get by plain HTTP. */
  Uploads toViewers() {
    return new Uploads(traffic, bytes, responsesMax, true);
  }

  /** Whether as many responses are under way as may be. */
  boolean areFull() {
    return traffic.activeUploads() >= responsesMax;
  }

  @Override
  public void started() {
    traffic.uploadStarted();
  }

  @Override
  public void sent(long sentBytes) {
    traffic.served(sentBytes);
    bytes.increment(sentBytes);
    if (toViewers) {
      traffic.delivered(sentBytes);
      traffic.received(HostRole.ORIGIN, sentBytes);
    }
  }

  @Override
  public void finished() {
    traffic.uploadFinished();
  }
}
