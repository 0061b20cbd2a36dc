package org.p2pd.tracker.content;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The contents recalled in the last day, at most {@value #RECALLS_MAX}. Each replica knows by heart when the last one was
 * (read every two seconds), so that it can say so in every announce reply.
 */
@Component
public final class RecallIndex implements SmartLifecycle {
  /** How long a content stays recalled. */
  static final Duration LIFE = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(RecallIndex.class);
  private static final Duration READ_EVERY = Duration.ofSeconds(2);
  private static final int RECALLS_MAX = 1_000;
  private static final String KEY = "p2pd:{recalls}:contents";
  private static final Script RECALLED = new Script(RecallIndex.class, "recalled.lua");

  private final Redis redis;
  private final Clock clock;
  private Disposable reading = Disposables.disposed();
  private volatile @Nullable Long lastMillis;

  RecallIndex(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** When the last content was recalled, in epoch milliseconds; null = none in the last day. Answers from memory. */
  public @Nullable Long lastMillis() {
    return lastMillis;
  }

  /** Notes that {@code content} was recalled, after all others: by this replica's clock, which may be behind, or later. */
  Mono<Void> add(ContentId content) {
    long now = clock.millis();
    return redis
        .run(RECALLED, List.of(KEY), content.hex(), now, now - LIFE.toMillis(), RECALLS_MAX)
        .then(readLast());
  }

  /** Whether {@code content} was recalled in the last day. */
  Mono<Boolean> contains(ContentId content) {
    byte[] member = content.hex().getBytes(US_ASCII);
    return redis
        .call(r -> r.opsForZSet().score(KEY, member))
        .map(at -> at > clock.millis() - LIFE.toMillis())
        .defaultIfEmpty(false);
  }

  /** What was recalled after {@code sinceMillis}. */
  Mono<Recalls> since(long sinceMillis) {
    double after = Math.max(sinceMillis, clock.millis() - LIFE.toMillis());
    Range<Double> range = Range.rightUnbounded(Range.Bound.exclusive(after));
    return redis.stream(r ->
            r.opsForZSet().rangeByScoreWithScores(KEY, range, Limit.limit().count(RECALLS_MAX)))
        .map(RecallIndex::recall)
        .collectList()
        .map(Recalls::new);
  }

  private static Recalls.Recall recall(TypedTuple<byte[]> entry) {
    return new Recalls.Recall(
        new ContentId(new String(Objects.requireNonNull(entry.getValue()), US_ASCII)),
        Objects.requireNonNullElse(entry.getScore(), 0.0).longValue());
  }

  private Mono<Void> readLast() {
    return redis.stream(r -> r.opsForZSet().reverseRangeWithScores(KEY, Range.closed(0L, 0L)))
        .map(RecallIndex::recall)
        .filter(recall -> recall.at() > clock.millis() - LIFE.toMillis())
        .next()
        .doOnNext(recall -> lastMillis = recall.at())
        .switchIfEmpty(Mono.fromRunnable(() -> lastMillis = null))
        .then();
  }

  @Override
  public void start() {
    reading = Flux.interval(Duration.ZERO, READ_EVERY)
        .onBackpressureDrop()
        .concatMap(tick -> readLast().onErrorResume(RecallIndex::later), 1)
        .subscribe();
  }

  private static Mono<Void> later(Throwable error) {
    LOG.debug("recalls as read last: {}", error.getMessage());
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
