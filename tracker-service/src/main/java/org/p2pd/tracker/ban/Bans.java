package org.p2pd.tracker.ban;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.transport.dial.Cidr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The networks refused now. They stand in Redis, so that every replica refuses them; each reads them every two seconds
 * and goes by what it read last while Redis is silent. At most {@value #BANS_MAX} at a time.
 */
@Component
public final class Bans implements SmartLifecycle {
  /** The most bans at a time. */
  public static final int BANS_MAX = 1_000;

  /** The longest ban. */
  public static final Duration TIME_MAX = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(Bans.class);
  private static final Duration READ_EVERY = Duration.ofSeconds(2);
  private static final String KEY = "p2pd:{bans}:networks";

  private final Redis redis;
  private final Clock clock;
  private Disposable reading = Disposables.disposed();
  private volatile List<Ban> current = List.of();

  Bans(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** The ban that covers {@code address}, if one does; answers from memory. */
  public Optional<Ban> of(InetAddress address) {
    List<Ban> bans = current;
    if (bans.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return bans.stream().filter(ban -> ban.covers(address, now)).findFirst();
  }

  /** Refuses {@code network} for {@code time}; here at once, at other replicas within two seconds. */
  public Mono<Ban> ban(Cidr network, Duration time) {
    if (time.isNegative() || time.isZero() || time.compareTo(TIME_MAX) > 0) {
      throw new MalformedValueException(
          "minutes", time.toMinutes(), "1 to " + TIME_MAX.toMinutes());
    }
    Ban ban = new Ban(network, clock.instant().plus(time));
    return read()
        .flatMap(bans -> bans.size() >= BANS_MAX ? Mono.error(full()) : add(ban))
        .then(read())
        .thenReturn(ban);
  }

  private static MalformedValueException full() {
    return new MalformedValueException("bans", BANS_MAX, "fewer; lift one first");
  }

  private Mono<Boolean> add(Ban ban) {
    return redis.call(r -> r.opsForZSet().add(KEY, member(ban.network()), end(ban)));
  }

  private static double end(Ban ban) {
    return ban.until().toEpochMilli();
  }

  /** Lifts the ban of exactly {@code network}; false where there is none. */
  public Mono<Boolean> lift(Cidr network) {
    return redis
        .call(r -> r.opsForZSet().remove(KEY, (Object) member(network)))
        .flatMap(removed -> read().thenReturn(removed > 0));
  }

  private static byte[] member(Cidr network) {
    return network.toString().getBytes(US_ASCII);
  }

  /** All bans, those that end first in front. */
  public Mono<List<Ban>> read() {
    double now = clock.millis();
    Range<Double> live = Range.rightUnbounded(Range.Bound.inclusive(now));
    Range<Double> ended = Range.leftUnbounded(Range.Bound.exclusive(now));
    return redis
        .call(r -> r.opsForZSet().removeRangeByScore(KEY, ended))
        .thenMany(redis.stream(
            r -> r.opsForZSet().rangeByScoreWithScores(KEY, live, Limit.limit().count(BANS_MAX))))
        .map(entry -> new Ban(
            Cidr.parse(new String(entry.getValue(), US_ASCII)),
            Instant.ofEpochMilli(
                Objects.requireNonNullElse(entry.getScore(), 0.0).longValue())))
        .collectList()
        .doOnNext(bans -> current = List.copyOf(bans));
  }

  @Override
  public void start() {
    reading = Flux.interval(Duration.ZERO, READ_EVERY)
        .onBackpressureDrop()
        .concatMap(tick -> read().onErrorResume(Bans::later), 1)
        .subscribe();
  }

  private static Mono<List<Ban>> later(Throwable error) {
    LOG.debug("bans as read last: {}", error.getMessage());
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
