package org.p2pd.tracker.redis;

import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Keeps the one connection: makes it in the background and for as long as it takes, so that the tracker starts without
 * Redis; asks every half second whether Redis still answers; and gives the connection up when it has been silent three
 * times in a row.
 *
 * <p>Giving up matters where no reset comes: a machine that lost its power, a process that hangs while its sentinels have
 * long promoted another. It also frees the commands that wait on the connection, so that the heap stays flat however long
 * the silence lasts. Short breaks are mended by the client library itself.
 *
 * <p>The library's connect blocks, so it must not be left to a request.
 */
final class RedisConnector implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnector.class);
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final Duration START_DELAY_MAX = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofMillis(500);
  private static final int SILENT_CHECKS_MAX = 3;

  private final LettuceConnectionFactory factory;
  private final ReactiveRedisConnectionFactory connections;
  private final CountDownLatch firstAnswer = new CountDownLatch(1);
  private Disposable keeping = Disposables.disposed();
  private volatile @Nullable RedisScriptingAsyncCommands<byte[], byte[]> scripting;
  private boolean complained;

  RedisConnector(LettuceConnectionFactory factory) {
    this.factory = factory;
    this.connections = factory;
  }

  boolean isConnected() {
    return scripting != null;
  }

  /** The client's own commands on the one connection; null while there is none. */
  @Nullable
  RedisScriptingAsyncCommands<byte[], byte[]> scripting() {
    return scripting;
  }

  @Override
  public void start() {
    keeping = Mono.defer(this::connect)
        .then(Mono.defer(this::silence))
        .then(Mono.defer(this::disconnect))
        .repeat()
        .subscribe();
    awaitBriefly();
  }

  private Mono<RedisScriptingAsyncCommands<byte[], byte[]>> connect() {
    return ping()
        .then(Mono.fromCallable(this::nativeCommands).subscribeOn(Schedulers.boundedElastic()))
        .subscribeOn(Schedulers.boundedElastic())
        .doOnError(this::complainOnce)
        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY))
        .doOnNext(this::rejoice);
  }

  private Mono<String> ping() {
    return Mono.usingWhen(
        Mono.fromCallable(connections::getReactiveConnection),
        ReactiveRedisConnection::ping,
        ReactiveRedisConnection::closeLater);
  }

  /** Those of the shared connection, made where it was not; blocks until it is. */
  private RedisScriptingAsyncCommands<byte[], byte[]> nativeCommands() {
    try (RedisConnection view = factory.getConnection()) {
      @SuppressWarnings("unchecked")
      RedisScriptingAsyncCommands<byte[], byte[]> commands =
          (RedisScriptingAsyncCommands<byte[], byte[]>) view.getNativeConnection();
      return commands;
    }
  }

  /** Completes when Redis has been silent for too long. */
  private Mono<Void> silence() {
    return Flux.interval(CHECK)
        .onBackpressureDrop()
        .concatMap(tick -> ping().map(pong -> true).onErrorReturn(false), 1)
        .scan(0, (silent, answered) -> answered ? 0 : silent + 1)
        .takeUntil(silent -> silent >= SILENT_CHECKS_MAX)
        .then();
  }

  private Mono<Void> disconnect() {
    scripting = null;
    LOG.warn("Redis is silent; connecting anew");
    return Mono.<Void>fromRunnable(factory::resetConnection)
        .subscribeOn(Schedulers.boundedElastic())
        .onErrorComplete();
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

  private void rejoice(RedisScriptingAsyncCommands<byte[], byte[]> commands) {
    scripting = commands;
    complained = false;
    firstAnswer.countDown();
    LOG.info("connected to Redis");
  }

  @Override
  public void stop() {
    keeping.dispose();
  }

  @Override
  public boolean isRunning() {
    return !keeping.isDisposed();
  }

  /** Before the web server, so that a healthy start needs no 503. */
  @Override
  public int getPhase() {
    return 0;
  }
}
