package org.p2pd.origin.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.tracker.TrafficCounters;

/** Counts what leaves, for the tracker and for metrics. */
final class Uploads implements ServingObserver {
  private final TrafficCounters traffic;
  private final Counter bytes;

  Uploads(TrafficCounters traffic, MeterRegistry meters) {
    this.traffic = traffic;
    this.bytes = Counter.builder("p2pd.served.bytes")
        .description("Bytes of films that left, by sendfile")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("p2pd.served.active", traffic, TrafficCounters::activeUploads)
        .description("Responses with film bytes under way")
        .register(meters);
  }

  @Override
  public void started() {
    traffic.uploadStarted();
  }

  @Override
  public void sent(long sentBytes) {
    traffic.served(sentBytes);
    bytes.increment(sentBytes);
  }

  @Override
  public void finished() {
    traffic.uploadFinished();
  }
}
