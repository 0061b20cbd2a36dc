package org.p2pd.tracker.fastpath;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.p2pd.transport.edge.ServingLimits;
import org.p2pd.transport.trace.Traces;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServer;

/**
 * Puts the fast path into every connection of the server; closed while requests are traced, which the routes do.
 *
 * <p>When the process ends it closes first and waits until its calls are answered, at most as long as {@code
 * spring.lifecycle.timeout-per-shutdown-phase} says: the web server waits for requests that it answers itself, and these
 * are none of them.
 */
@Component
final class AnnounceFastPath implements NettyServerCustomizer, SmartLifecycle {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final FastAnnounce announces;
  private final AnnounceFastPathMeters meters;
  private final boolean isTracing;
  private final AtomicInteger underWay = new AtomicInteger();
  private final LongAdder taken = new LongAdder();
  private volatile boolean open;

  AnnounceFastPath(FastAnnounce announces, AnnounceFastPathMeters meters, Traces traces) {
    this.announces = announces;
    this.meters = meters;
    this.isTracing = traces.isOn();
  }

  @Override
  public HttpServer apply(HttpServer server) {
    return server.doOnChannelInit((observer, channel, remote) -> channel
        .pipeline()
        .addBefore(ServingLimits.ROUTES, "announces", new AnnounceFastPathHandler(this)));
  }

  boolean isOpen() {
    return open;
  }

  FastAnnounce announces() {
    return announces;
  }

  AnnounceFastPathMeters meters() {
    return meters;
  }

  /** Calls that went the fast path. */
  long taken() {
    return taken.sum();
  }

  void begun() {
    taken.increment();
    underWay.incrementAndGet();
  }

  void ended() {
    underWay.decrementAndGet();
  }

  @Override
  public void start() {
    open = !isTracing;
  }

  @Override
  public void stop() {
    open = false;
  }

  @Override
  public void stop(Runnable drained) {
    stop();
    var unused = Flux.interval(Duration.ZERO, LOOK_EVERY)
        .onBackpressureDrop()
        .takeUntil(tick -> underWay.get() == 0)
        .doFinally(end -> drained.run())
        .subscribe();
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  /** Before the web server shuts down; later phases stop first. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
  }
}
