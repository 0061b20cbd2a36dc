package org.p2pd.transport.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the host for a block: the one with the earliest estimated finish, (outstanding + block) / rate + round trip.
 *
 * <p>Three rules bend that estimate. A block that a player needs soon goes to a proven or an operator's host where there
 * is one; the unproven are tried on other blocks. The origin is spared: what nobody waits for yet is left to the caches
 * and peers that have it, even if they are busy, as long as they suffice — while no player waits; for a quarter of a
 * second that hosts on trial are given; and when they are as fast together as the origin alone, or at least 8 MiB/s,
 * which plays any film. Among hosts about as good, chance decides, so that equal viewers spread over equal hosts.
 *
 * <p>Chooses. Keeps nothing, sends nothing.
 */
final class HostChoice {
  private static final double ORIGIN_HANDICAP = 4;
  private static final double ORIGIN_HANDICAP_WHILE_WAITED_FOR = 1.25;

  /** Much later than needed: twice the time, and a quarter of a second. */
  private static final double LATE = 2;

  private static final double SPREAD = 0.1;
  private static final long TRIAL_NANOS = 250_000_000L;

  private final HostBook book;
  private final Limits limits;
  private final RandomGenerator random;

  HostChoice(HostBook book, Limits limits, RandomGenerator random) {
    this.book = book;
    this.limits = limits;
    this.random = random;
  }

  /**
   * The host for {@code block} now; null where it is better to wait, or nobody has it.
   *
   * @param hunger whether players wait, and for how long
   * @param inNanos about when a player will stand at the block; a host that would be much later is left out where
   *     another would not
   */
  @Nullable
  Source choose(
      Collection<Source> sources,
      int block,
      int blockBytes,
      Hunger.Now hunger,
      double inNanos,
      long now) {
    boolean waited = hunger.isFor(block);
    Source best = null;
    double bestCost = Double.MAX_VALUE;
    boolean trustedOnly = anyTrusted(sources, block, blockBytes, hunger, now);
    boolean originSpared = !waited && othersSuffice(sources, block, hunger, now);
    for (Source source : sources) {
      if (isCandidate(source, block, blockBytes, hunger, now)
          && !(trustedOnly && !isTrusted(source))
          && !(originSpared && source.isOrigin())) {
        double cost = cost(source, blockBytes, waited || hunger.originIsBetter());
        if (cost < bestCost) {
          best = source;
          bestCost = cost;
        }
      }
    }
    boolean tooLate =
        best != null && !waited && book.of(best).finishNanos(blockBytes) > lateNanos(inNanos);
    return tooLate && anyInTime(sources, block, blockBytes, lateNanos(inNanos), originSpared, now)
        ? null
        : best;
  }

  private static double lateNanos(double inNanos) {
    return LATE * inNanos + TRIAL_NANOS;
  }

  /** Whether a host, busy now, would be in time with {@code block} once it is free. */
  private boolean anyInTime(
      Collection<Source> sources, int block, int bytes, double nanos, boolean noOrigin, long now) {
    return sources.stream()
        .anyMatch(each -> isAvailable(each, block, now)
            && !(noOrigin && each.isOrigin())
            && book.of(each).isProven()
            && book.of(each).transferNanos(bytes) <= nanos);
  }

  /**
   * The best host other than {@code slow} for {@code bytes} of a block that is late: proven hosts only, or an
   * operator's, even where they are busy — somebody waits.
   */
  @Nullable
  Source chooseCover(Collection<Source> sources, Source slow, int block, int bytes, long now) {
    Source best = null;
    for (Source source : sources) {
      if (!source.server().equals(slow.server())
          && isTrusted(source)
          && isAvailable(source, block, now)
          && !isWithheld(source, now)
          && book.of(source).hasRoomForCover(limits)
          && (best == null || cost(source, bytes, true) < cost(best, bytes, true))) {
        best = source;
      }
    }
    return best;
  }

  /** Those that may have one more request of a block now, fastest first; equals in any order. */
  List<Source> open(Collection<Source> sources, int blockBytes, Hunger.Now hunger, long now) {
    List<Ranked> open = new ArrayList<>();
    for (Source source : sources) {
      HostStanding host = book.of(source);
      if (host.isUsable(now) && hasRoom(source, blockBytes, hunger, now)) {
        open.add(new Ranked(source, host.bytesPerSecond() * (1 + SPREAD * random.nextDouble())));
      }
    }
    open.sort(Comparator.comparingDouble(Ranked::rate).reversed());
    return open.stream().map(Ranked::source).toList();
  }

  boolean hasRoom(Source source, int blockBytes, Hunger.Now hunger, long now) {
    HostStanding host = book.of(source);
    return !isWithheld(source, now)
        && host.hasRoomFor(
            blockBytes,
            hunger.believes(host, now),
            hunger.vouchesFor(source),
            source.isOrigin(),
            limits);
  }

  private boolean isWithheld(Source source, long now) {
    return source.isOrigin() && !book.originAllowance().isOpen(now);
  }

  boolean isAvailable(Source source, int block, long now) {
    return source.mayServe(block) && book.of(source).isUsable(now);
  }

  double finishNanos(Source source, int bytes) {
    return book.of(source).finishNanos(bytes);
  }

  private boolean isCandidate(
      Source source, int block, int blockBytes, Hunger.Now hunger, long now) {
    return isAvailable(source, block, now) && hasRoom(source, blockBytes, hunger, now);
  }

  private boolean isTrusted(Source source) {
    return source.operator() || source.isOrigin() || book.of(source).isProven();
  }

  private boolean anyTrusted(
      Collection<Source> sources, int block, int blockBytes, Hunger.Now hunger, long now) {
    return sources.stream()
        .anyMatch(each -> isTrusted(each) && isCandidate(each, block, blockBytes, hunger, now));
  }

  /**
   * Whether {@code block}, which no player needs soon, is left to others than the origin: because they suffice, or for a
   * quarter of a second because they are on trial.
   */
  boolean isOriginSpared(Collection<Source> sources, int block, Hunger.Now hunger, long now) {
    boolean onTrial = hunger.nanos() < TRIAL_NANOS
        && sources.stream()
            .anyMatch(each -> !each.isOrigin()
                && isAvailable(each, block, now)
                && !book.of(each).isProven());
    return onTrial || othersSuffice(sources, block, hunger, now);
  }

  private boolean othersSuffice(
      Collection<Source> sources, int block, Hunger.Now hunger, long now) {
    double others = 0;
    double origin = 0;
    for (Source source : sources) {
      if (isAvailable(source, block, now)) {
        double rate = book.of(source).provenBytesPerSecond();
        origin = Math.max(origin, source.isOrigin() ? rate : 0);
        others += source.isOrigin() ? 0 : rate;
      }
    }
    return others > 0
        && !hunger.originIsBetter()
        && (hunger.nanos() == 0 || others >= Math.min(origin, hunger.enoughBytesPerSecond()));
  }

  private double cost(Source source, int bytes, boolean urgent) {
    double handicap = urgent ? ORIGIN_HANDICAP_WHILE_WAITED_FOR : ORIGIN_HANDICAP;
    return book.of(source).finishNanos(bytes)
        * (source.isOrigin() ? handicap : 1)
        * (1 + SPREAD * random.nextDouble());
  }

  private record Ranked(Source source, double rate) {}
}
