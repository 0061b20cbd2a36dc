package org.p2pd.tracker.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.tracker.stats.Stats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The network as gauges: hosts, contents, publications and bytes by role, read every ten seconds. They are of the whole
 * network, so each replica shows the same; NaN before the first reading.
 */
@Component
final class NetworkMeters implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkMeters.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Stats stats;
  private Disposable reading = Disposables.disposed();
  private volatile @Nullable TrackerStats last;

  NetworkMeters(Stats stats, MeterRegistry meters) {
    this.stats = stats;
    hosts(meters, "origin", read -> read.hosts().origin());
    hosts(meters, "cache", read -> read.hosts().cache());
    hosts(meters, "agent", read -> read.hosts().agent());
    gauge(meters, "p2pd.network.contents", TrackerStats::contents);
    gauge(meters, "p2pd.network.publications", TrackerStats::publications);
    bytes(meters, "origin", read -> read.bytesServed().origin());
    bytes(meters, "cache", read -> read.bytesServed().cache());
    bytes(meters, "agent", read -> read.bytesServed().agent());
    FunctionCounter.builder(
            "p2pd.network.delivered", this, self -> self.value(TrackerStats::delivered))
        .baseUnit("bytes")
        .register(meters);
  }

  private void hosts(MeterRegistry meters, String role, ToDoubleFunction<TrackerStats> count) {
    Gauge.builder("p2pd.network.hosts", this, self -> self.value(count))
        .tag("role", role)
        .register(meters);
  }

  private void gauge(MeterRegistry meters, String name, ToDoubleFunction<TrackerStats> count) {
    Gauge.builder(name, this, self -> self.value(count)).register(meters);
  }

  private void bytes(MeterRegistry meters, String role, ToDoubleFunction<TrackerStats> count) {
    FunctionCounter.builder("p2pd.network.received", this, self -> self.value(count))
        .tag("from", role)
        .baseUnit("bytes")
        .register(meters);
  }

  private double value(ToDoubleFunction<TrackerStats> count) {
    TrackerStats read = last;
    return read == null ? Double.NaN : count.applyAsDouble(read);
  }

  @Override
  public void start() {
    reading = Flux.interval(Duration.ZERO, EVERY)
        .onBackpressureDrop()
        .concatMap(tick -> stats.read().onErrorResume(NetworkMeters::later), 1)
        .subscribe(read -> last = read);
  }

  private static Mono<TrackerStats> later(Throwable error) {
    LOG.debug("gauges stay as they are: {}", error.getMessage());
    return Mono.empty();
  }

  @Override
  public void stop() {
    reading.dispose();
  }

  @Override
  public boolean isRunning() {
    return !reading.isDisposed();
  }
}
