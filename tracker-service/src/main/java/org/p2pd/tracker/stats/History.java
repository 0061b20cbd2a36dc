package org.p2pd.tracker.stats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.tracker.redis.Redis;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The sums of bytes as they were each minute of the last day.
 *
 * <p>One hash of at most {@value #MINUTES} fields, a field a minute of the day: tomorrow's overwrites today's, so it never
 * grows, and replicas that write the same minute write the same.
 */
@Component
final class History implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final String KEY = "p2pd:{stats}:history";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MINUTES = 24 * 60;

  private final Redis redis;
  private final Stats stats;
  private final Clock clock;
  private Disposable writing = Disposables.disposed();

  History(Redis redis, Stats stats, Clock clock) {
    this.redis = redis;
    this.stats = stats;
    this.clock = clock;
  }

  /** What was noted in the last day, in order. */
  Mono<Noted> read() {
    long since = clock.millis() - MINUTES * MINUTE.toMillis();
    return redis
        .entries(KEY)
        .map(entries -> new Noted(
            (int) MINUTE.toSeconds(),
            entries.values().stream()
                .map(History::parse)
                .filter(sums -> sums.at() > since)
                .sorted(Comparator.comparingLong(Sums::at))
                .toList()));
  }

  private static Sums parse(byte[] value) {
    String[] fields = new String(value, US_ASCII).split(" ", -1);
    return new Sums(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]));
  }

  private Mono<Boolean> note(TrackerStats read) {
    long minute = clock.millis() / MINUTE.toMillis();
    String value = minute * MINUTE.toMillis() + " " + read.bytesServed().origin() + " "
        + read.bytesServed().cache() + " " + read.bytesServed().agent() + " " + read.delivered();
    return redis.call(
        r -> r.opsForHash().put(KEY, Long.toString(minute % MINUTES), value.getBytes(US_ASCII)));
  }

  @Override
  public void start() {
    writing = Flux.interval(Duration.ZERO, MINUTE)
        .onBackpressureDrop()
        .concatMap(tick -> stats.read().flatMap(this::note).onErrorResume(History::later), 1)
        .subscribe();
  }

  private static Mono<Boolean> later(Throwable error) {
    LOG.debug("this minute is not noted: {}", error.getMessage());
    return Mono.empty();
  }

  @Override
  public void stop() {
    writing.dispose();
  }

  @Override
  public boolean isRunning() {
    return !writing.isDisposed();
  }

  /**
   * Sums noted at equal distances; some may be missing.
   *
   * @param everySeconds the distance
   */
  record Noted(int everySeconds, List<Sums> samples) {}

  /**
   * Sums of bytes since the beginning.
   *
   * @param at epoch milliseconds
   * @param origin received from origins
   * @param delivered to viewers
   */
  record Sums(long at, long origin, long cache, long agent, long delivered) {}
}
