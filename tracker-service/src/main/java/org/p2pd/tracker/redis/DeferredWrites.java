package org.p2pd.tracker.redis;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets everything {@link Deferred} write once a second, and a last time before the tracker ends. */
@Component
final class DeferredWrites implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DeferredWrites.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration LAST_MAX = Duration.ofSeconds(1);

  private final List<Deferred> all;
  private Disposable writing = Disposables.disposed();

  DeferredWrites(List<Deferred> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public void start() {
    writing = Flux.interval(EVERY)
        .onBackpressureDrop()
        .concatMap(tick -> writeAll(), 1)
        .subscribe();
  }

  private Mono<Void> writeAll() {
    return Flux.fromIterable(all).flatMap(DeferredWrites::write).then();
  }

  private static Mono<Void> write(Deferred deferred) {
    return deferred
        .write()
        .doOnError(error -> LOG.debug("not written: {}", error.getMessage()))
        .onErrorComplete();
  }

  @Override
  public void stop() {
    writing.dispose();
    writeAll().timeout(LAST_MAX).onErrorComplete().block();
  }

  @Override
  public boolean isRunning() {
    return !writing.isDisposed();
  }

  /** After the connection, before the web server: stopped in reverse, so that the last announce is written too. */
  @Override
  public int getPhase() {
    return 1;
  }
}
