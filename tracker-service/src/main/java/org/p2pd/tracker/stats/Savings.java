package org.p2pd.tracker.stats;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2pd.protocol.tracker.TrackerStats;
import org.p2pd.tracker.stats.History.Sums;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What origins are spared: since the network's state began, and by hour of the last day. */
@Component
public final class Savings {
  private final Stats stats;
  private final History history;

  Savings(Stats stats, History history) {
    this.stats = stats;
    this.history = history;
  }

  /** As it is now. */
  public Mono<Report> read() {
    return Mono.zip(stats.read(), history.read())
        .map(read -> new Report(total(read.getT1()), byHour(read.getT2().samples())));
  }

  private static Traffic total(TrackerStats read) {
    return Traffic.of(
        read.bytesServed().origin(),
        read.bytesServed().cache(),
        read.bytesServed().agent(),
        read.delivered());
  }

  /** Sums that fall begin anew: the network's state was lost. */
  static List<Hour> byHour(List<Sums> samples) {
    Map<Instant, Traffic> hours = new TreeMap<>();
    for (int i = 1; i < samples.size(); i++) {
      Sums now = samples.get(i);
      hours.merge(
          Instant.ofEpochMilli(now.at()).truncatedTo(ChronoUnit.HOURS),
          between(samples.get(i - 1), now),
          Traffic::plus);
    }
    List<Hour> inOrder = new ArrayList<>();
    hours.forEach((hour, traffic) -> inOrder.add(new Hour(hour, traffic)));
    return inOrder;
  }

  private static Traffic between(Sums before, Sums now) {
    return Traffic.of(
        grown(before.origin(), now.origin()),
        grown(before.cache(), now.cache()),
        grown(before.agent(), now.agent()),
        grown(before.delivered(), now.delivered()));
  }

  private static long grown(long before, long now) {
    return now >= before ? now - before : now;
  }

  /**
   * The report.
   *
   * @param total since the network's state began
   * @param hours of the last day, in order; those without a note are absent
   */
  public record Report(Traffic total, List<Hour> hours) {}

  /** One hour (UTC). */
  public record Hour(Instant from, Traffic traffic) {}

  /**
   * Bytes.
   *
   * @param origin received from origins
   * @param cache received from caches
   * @param agent received from viewers
   * @param delivered to viewers
   * @param spared that viewers got and no origin sent
   */
  public record Traffic(long origin, long cache, long agent, long delivered, long spared) {
    static Traffic of(long origin, long cache, long agent, long delivered) {
      return new Traffic(origin, cache, agent, delivered, Math.max(0, delivered - origin));
    }

    Traffic plus(Traffic other) {
      return of(
          origin + other.origin,
          cache + other.cache,
          agent + other.agent,
          delivered + other.delivered);
    }
  }
}
