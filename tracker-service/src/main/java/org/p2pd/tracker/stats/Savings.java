package org.p2pd.tracker.stats;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.tracker.stats.History.Sums;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What origins are spared: since the network's state began, by hour of the last day, and by day. */
@Component
public final class Savings {
  private final Stats stats;
  private final History history;
  private final TrafficSums sums;

  Savings(Stats stats, History history, TrafficSums sums) {
    this.stats = stats;
    this.history = history;
    this.sums = sums;
  }

  /** As it is now; of {@code days} (UTC) those with traffic. */
  public Mono<Report> read(List<LocalDate> days) {
    return Mono.zip(stats.read(), history.read(), byDay(days))
        .map(read -> new Report(total(read.getT1()), byHour(read.getT2().samples()), read.getT3()));
  }

  private Mono<List<Day>> byDay(List<LocalDate> days) {
    return sums.write()
        .thenMany(Flux.fromIterable(days))
        .flatMapSequential(day -> sums.of(day).map(traffic -> new Day(day, traffic)))
        .filter(day -> !day.traffic().equals(Traffic.of(ContentTraffic.NONE)))
        .collectList();
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
   * @param days asked for, in that order; those without traffic are absent
   */
  public record Report(Traffic total, List<Hour> hours, List<Day> days) {}

  /** One hour (UTC). */
  public record Hour(Instant from, Traffic traffic) {}

  /** One day (UTC). */
  public record Day(LocalDate day, Traffic traffic) {}
}
