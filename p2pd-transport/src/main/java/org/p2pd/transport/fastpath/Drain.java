package org.p2pd.transport.fastpath;

import java.time.Duration;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;

/**
 * Holds the end of the process back while films are under way, at most as long as {@code
 * spring.lifecycle.timeout-per-shutdown-phase} says: the web server waits for requests that it answers itself, and those
 * on the fast path are none of them.
 */
public final class Drain implements SmartLifecycle {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final TrafficCounters traffic;
  private volatile boolean running;

  /** Creates it for the answers that {@code traffic} counts. */
  public Drain(TrafficCounters traffic) {
    this.traffic = traffic;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public void stop(Runnable drained) {
    var unused = Flux.interval(Duration.ZERO, LOOK_EVERY)
        .onBackpressureDrop()
        .takeUntil(tick -> traffic.activeUploads() == 0)
        .doFinally(end -> {
          stop();
          drained.run();
        })
        .subscribe();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server shuts down; later phases stop first. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
  }
}
