package org.p2pd.tracker.registration;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2pd.protocol.host.HostId;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.host.LiveHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls hosts back before they are handed out: soon after they register, and every ten minutes; again sooner where one
 * does not answer.
 *
 * <p>What is due stands in Redis, so any replica calls back and none is forgotten when one dies. The first call waits a
 * moment, because the host cannot prove its token before it has read it; a failed first call is repeated within the two
 * seconds, and then whenever the host has been here for twice as long, so that a machine that was busy while it started is not
 * left out for ten minutes. Never calls hosts with the operator's standing.
 *
 * <p>Each replica has at most {@value #CONCURRENT_MAX} calls under way; one that ends makes room for the next, whatever the
 * others take, and newcomers come before those that are called again.
 */
@Component
class CallBacks implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(CallBacks.class);
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration SECOND = Duration.ofMillis(900);
  private static final Duration RETRY_MIN = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLAIM = Duration.ofSeconds(10);
  private static final Duration YOUNG = Duration.ofSeconds(1);
  private static final int CONCURRENT_MAX = 64;

  private final Hosts hosts;
  private final IdentityCheck check;
  private final java.time.Clock clock;
  private final AtomicInteger underWay = new AtomicInteger();
  private Disposable polling = Disposables.disposed();

  CallBacks(Hosts hosts, IdentityCheck check, java.time.Clock clock) {
    this.hosts = hosts;
    this.check = check;
    this.clock = clock;
  }

  /** Plans the first call to a host that just registered, where it is one to be called. */
  Mono<Void> plan(HostDescriptor host, boolean mayDial) {
    return mayDial && !host.operator()
        ? hosts.firstCallBackIn(host.hostId(), FIRST)
        : hosts.callBackNever(host.hostId());
  }

  @Override
  public void start() {
    polling = Flux.interval(POLL)
        .onBackpressureDrop()
        .concatMap(tick -> claimed(), 1)
        .flatMap(this::callBackNow, CONCURRENT_MAX)
        .subscribe();
  }

  /** Claims no more than can be called at once: what waits, waits in Redis, where other replicas find it. */
  private Flux<HostId> claimed() {
    int room = CONCURRENT_MAX - underWay.get();
    return room == 0
        ? Flux.empty()
        : hosts.claimDue(room, CLAIM).onErrorResume(error -> later(error).cast(HostId.class));
  }

  private Mono<Void> callBackNow(HostId id) {
    return Mono.using(
        underWay::incrementAndGet,
        begun -> callBack(id).onErrorResume(CallBacks::later),
        begun -> underWay.decrementAndGet());
  }

  private static Mono<Void> later(Throwable error) {
    LOG.debug("call-backs wait: {}", error.getMessage());
    return Mono.empty();
  }

  private Mono<Void> callBack(HostId id) {
    return hosts
        .find(id)
        .flatMap(host -> call(host).thenReturn(true))
        .switchIfEmpty(hosts.callBackNever(id).thenReturn(false))
        .then();
  }

  private Mono<Void> call(LiveHost host) {
    return check
        .answersRightly(host.descriptor())
        .flatMap(right -> hosts
            .mark(host.descriptor(), right)
            .then(hosts.callBackIn(host.descriptor().hostId(), next(host.descriptor(), right))));
  }

  private Duration next(HostDescriptor host, boolean right) {
    return next(Duration.ofMillis(clock.millis() - host.issuedMillis()), right);
  }

  /** When a host is called again that has been registered for {@code age} and answered {@code right} or not. */
  static Duration next(Duration age, boolean right) {
    if (right || age.compareTo(AGAIN) > 0) {
      return AGAIN;
    }
    if (age.compareTo(YOUNG) < 0) {
      return SECOND;
    }
    return age.compareTo(RETRY_MIN) > 0 ? age : RETRY_MIN;
  }

  @Override
  public void stop() {
    polling.dispose();
  }

  @Override
  public boolean isRunning() {
    return !polling.isDisposed();
  }
}
