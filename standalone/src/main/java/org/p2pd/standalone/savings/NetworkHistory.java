package org.p2pd.standalone.savings;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code GET /v1/history}: what a tracker noted of its network in the last day.
 *
 * @param samples in order; sums since the network's state began
 */
public record NetworkHistory(List<Sample> samples) {
  public NetworkHistory {
    samples = samples == null ? List.of() : List.copyOf(samples);
  }

  /**
   * The sums at one moment.
   *
   * @param at epoch ms
   * @param origin bytes that receivers got from origins
   * @param cache from caches
   * @param agent from viewers
   * @param delivered to viewers
   */
  public record Sample(long at, long origin, long cache, long agent, long delivered) {}

  /** What happened between two moments. */
  public record Traffic(long origin, long cache, long agent, long delivered) {
    static final Traffic NONE = new Traffic(0, 0, 0, 0);

    Traffic plus(Traffic other) {
      return new Traffic(
          origin + other.origin,
          cache + other.cache,
          agent + other.agent,
          delivered + other.delivered);
    }

    /** What viewers got that no origin sent. */
    public long spared() {
      return Math.max(0, delivered - origin);
    }
  }

  /** By hour (UTC). Sums that fall begin anew: the network's state was lost. */
  public Map<Instant, Traffic> byHour() {
    Map<Instant, Traffic> hours = new TreeMap<>();
    for (int i = 1; i < samples.size(); i++) {
      Sample now = samples.get(i);
      hours.merge(
          Instant.ofEpochMilli(now.at()).truncatedTo(ChronoUnit.HOURS),
          between(samples.get(i - 1), now),
          Traffic::plus);
    }
    return hours;
  }

  private static Traffic between(Sample before, Sample now) {
    boolean anew = now.delivered() < before.delivered() || now.origin() < before.origin();
    return anew
        ? new Traffic(now.origin(), now.cache(), now.agent(), now.delivered())
        : new Traffic(
            now.origin() - before.origin(),
            now.cache() - before.cache(),
            now.agent() - before.agent(),
            now.delivered() - before.delivered());
  }
}
