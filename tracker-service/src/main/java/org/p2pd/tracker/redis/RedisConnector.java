package org.p2pd.tracker.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Makes the first connection, in the background and for as long as it takes, so that the tracker starts without Redis.
 * Later breaks are mended by the client library itself.
 *
 * <p>The library's first connect blocks, so it must not be left to the first request.
 */
final class RedisConnector implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnector.class);
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final Duration START_DELAY_MAX = Duration.ofSeconds(1);

  private final ReactiveRedisConnectionFactory factory;
  private Disposable attempts = Disposables.disposed();
  private final CountDownLatch firstAnswer = new CountDownLatch(1);
  private volatile boolean connected;
  private boolean complained;

  RedisConnector(ReactiveRedisConnectionFactory factory) {
    this.factory = factory;
  }

  boolean isConnected() {
    return connected;
  }

  @Override
  public void start() {
    attempts = Mono.fromCallable(factory::getReactiveConnection)
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(connection -> connection.ping())
        .doOnError(this::complainOnce)
        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY))
        .subscribe(pong -> rejoice());
    awaitBriefly();
  }

  /** A healthy start needs no 503; one without Redis is not held up for long. */
  private void awaitBriefly() {
    try {
      if (!firstAnswer.await(START_DELAY_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("started without Redis; answering 503 until it is there");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void complainOnce(Throwable error) {
    if (!complained) {
      complained = true;
      LOG.warn("Redis does not answer ({}); trying until it does", error.getMessage());
    }
  }

  private void rejoice() {
    connected = true;
    firstAnswer.countDown();
    LOG.info("connected to Redis");
  }

  @Override
  public void stop() {
    attempts.dispose();
  }

  @Override
  public boolean isRunning() {
    return !attempts.isDisposed() || connected;
  }

  /** Before the web server, so that a healthy start needs no 503. */
  @Override
  public int getPhase() {
    return 0;
  }
}
