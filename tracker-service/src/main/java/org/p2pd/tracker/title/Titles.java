package org.p2pd.tracker.title;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.tracker.redis.Deferred;
import org.p2pd.tracker.redis.PendingWrites;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bytes by content and day (UTC), summed over all replicas and all hosts: nobody can be told from them.
 *
 * <p>One hash a day, kept for {@link #DAYS_KEPT}, a field per content of which something moved, at most {@value
 * #CONTENTS_PER_DAY_MAX}: of further contents only the day's sums know. What this replica heard within the last second is
 * still on its way; while Redis does not answer it waits, at most {@value WaitingTitles#ROWS_MAX} rows of it.
 */
@Component
public final class Titles implements Deferred {
  /** How long a day is kept. */
  public static final Duration DAYS_KEPT = Duration.ofDays(32);

  /** The most contents that are told apart on one day. */
  public static final int CONTENTS_PER_DAY_MAX = 10_000;

  private static final int ROWS_PER_CALL = 128;
  private static final Script TITLES = new Script(Titles.class, "titles.lua");
  private static final Comparator<Row> MOST_FIRST = Comparator.<Row>comparingLong(
          row -> row.moved().delivered())
      .thenComparingLong(row -> row.moved().received())
      .reversed()
      .thenComparing(row -> row.content().hex());

  private final PendingWrites underWay = new PendingWrites();
  private final Redis redis;
  private final Clock clock;
  private final WaitingTitles waiting = new WaitingTitles();

  Titles(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  private static String key(LocalDate day) {
    return "p2pd:{stats}:titles:" + day;
  }

  /** Adds what moved of a content just now. */
  public void add(ContentId content, ContentTraffic moved) {
    waiting.add(new Row(today(), content, moved));
  }

  /** This day. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** What can't be written waits for the next time. */
  @Override
  public Mono<Void> write() {
    return underWay.with(Flux.defer(() -> Flux.fromIterable(waiting.take(ROWS_PER_CALL)))
        .concatMapDelayError(this::write)
        .then());
  }

  private Mono<Void> write(List<Row> rows) {
    List<Object> arguments = new ArrayList<>(List.of(CONTENTS_PER_DAY_MAX, DAYS_KEPT.toMillis()));
    rows.forEach(row -> {
      ContentTraffic moved = row.moved();
      arguments.addAll(
          List.of(row.content(), moved.origin(), moved.cache(), moved.agent(), moved.delivered()));
    });
    return redis
        .run(TITLES, List.of(key(rows.get(0).day())), arguments.toArray())
        .doOnError(error -> rows.forEach(waiting::add))
        .then();
  }

  /** What moved on {@code days}, day by day in that order, of each the content delivered most in front. */
  public Flux<Row> on(List<LocalDate> days) {
    return write().thenMany(Flux.fromIterable(days).concatMap(this::on, 1));
  }

  private Flux<Row> on(LocalDate day) {
    return redis
        .entries(key(day))
        .flatMapIterable(fields -> fields.entrySet().stream()
            .map(field -> new Row(day, new ContentId(field.getKey()), parse(field.getValue())))
            .sorted(MOST_FIRST)
            .toList());
  }

  /** What moved of {@code contents} on all of {@code days} together. */
  public Mono<Map<ContentId, ContentTraffic>> of(
      Collection<ContentId> contents, List<LocalDate> days) {
    List<ContentId> asked = List.copyOf(contents);
    return asked.isEmpty()
        ? Mono.just(Map.of())
        : write()
            .thenMany(Flux.fromIterable(days))
            .flatMap(day -> of(asked, day))
            .collect(
                HashMap::new,
                (sums, day) -> day.forEach(
                    (content, moved) -> sums.merge(content, moved, ContentTraffic::plus)));
  }

  private Mono<Map<ContentId, ContentTraffic>> of(List<ContentId> asked, LocalDate day) {
    List<String> fields = asked.stream().map(ContentId::hex).toList();
    return redis
        .call(r -> r.<String, byte[]>opsForHash().multiGet(key(day), fields))
        .map(values -> present(asked, values));
  }

  private static Map<ContentId, ContentTraffic> present(
      List<ContentId> asked, List<byte[]> values) {
    Map<ContentId, ContentTraffic> present = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        present.put(asked.get(i), parse(values.get(i)));
      }
    }
    return present;
  }

  private static ContentTraffic parse(byte[] value) {
    String[] numbers = new String(value, US_ASCII).split(" ", -1);
    return new ContentTraffic(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }

  /** What moved of a content on a day (UTC). */
  public record Row(LocalDate day, ContentId content, ContentTraffic moved) {}
}
