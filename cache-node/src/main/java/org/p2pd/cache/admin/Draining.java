package org.p2pd.cache.admin;

import java.time.Duration;
import org.p2pd.cache.membership.TrackerRegistrations;
import org.p2pd.cache.site.Networks;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/**
 * Takes a cache out of service without a viewer noticing: not ready from now on, so that load balancers turn away; nothing
 * new is fetched; once no answer is under way it leaves its trackers. What is here is served all the time.
 */
final class Draining {
  private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration ANSWERS_MAX = Duration.ofMinutes(5);

  private final Networks networks;
  private final TrackerRegistrations registrations;
  private final TrafficCounters traffic;
  private final ApplicationEventPublisher events;
  private final Disposable.Swap wait = Disposables.swap();
  private volatile State state = State.SERVING;

  /** How far it is. */
  public enum State {
    SERVING,
    DRAINING,
    /** No answer is under way and the trackers are left: the process may be ended. */
    DRAINED
  }

  /** Creates it for a cache in service. */
  public Draining(
      Networks networks,
      TrackerRegistrations registrations,
      TrafficCounters traffic,
      ApplicationEventPublisher events) {
    this.networks = networks;
    this.registrations = registrations;
    this.traffic = traffic;
    this.events = events;
  }

  /** Begins, unless it has begun. */
  synchronized void begin() {
    if (state != State.SERVING) {
      return;
    }
    state = State.DRAINING;
    networks.close();
    AvailabilityChangeEvent.publish(events, this, ReadinessState.REFUSING_TRAFFIC);
    LOG.info("Draining: {} answers under way", traffic.activeUploads());
    wait.update(Flux.interval(Duration.ZERO, LOOK_EVERY)
        .onBackpressureDrop()
        .takeUntil(tick -> traffic.activeUploads() == 0)
        .take(ANSWERS_MAX)
        .subscribe(tick -> {}, error -> leave(), this::leave));
  }

  /** Takes the cache back into service, however far it is. */
  synchronized void end() {
    if (state == State.SERVING) {
      return;
    }
    state = State.SERVING;
    wait.update(Disposables.disposed());
    networks.open();
    registrations.join();
    AvailabilityChangeEvent.publish(events, this, ReadinessState.ACCEPTING_TRAFFIC);
    LOG.info("Back in service");
  }

  private synchronized void leave() {
    if (state != State.DRAINING) {
      return;
    }
    registrations.leave();
    state = State.DRAINED;
    LOG.info("Drained: {} answers under way", traffic.activeUploads());
  }

  State state() {
    return state;
  }

  /** Answers under way. */
  int active() {
    return traffic.activeUploads();
  }
}
