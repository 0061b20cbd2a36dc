package org.p2pd.transport.schedule;

import java.util.Collection;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the host for a block: the one with the earliest estimated finish, (outstanding + block) / rate + round trip.
 *
 * <p>Three rules bend that estimate. A block that a reader waits for goes to a proven or an operator's host where there
 * is one; the unproven are tried on other blocks. The origin is spared: what nobody waits for yet is left to the caches and
 * peers that have it, even if they are busy, as long as they suffice — while no reader waits; for a quarter of a second
 * that hosts on trial are given; and when they are as fast together as the origin alone, or at least 8 MiB/s, which plays
 * any film. Among hosts about as good, chance decides, so that equal viewers spread over equal hosts.
 *
 * <p>Chooses. Keeps nothing, sends nothing.
 */
final class HostChoice {
  private static final double ORIGIN_HANDICAP = 4;
  private static final double SPREAD = 0.1;
  private static final double ENOUGH_BYTES_PER_SECOND = 8 << 20;
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
   * @param waited whether a reader waits for this very block
   * @param hungerNanos for how long a reader has waited for its block; 0 while none waits
   */
  @Nullable
  Source choose(
      Collection<Source> sources,
      int block,
      int blockBytes,
      boolean waited,
      long hungerNanos,
      long now) {
    Source best = null;
    double bestCost = Double.MAX_VALUE;
    boolean trustedOnly = waited && anyTrusted(sources, block, blockBytes, now);
    boolean originSpared = !waited && isOriginSpared(sources, block, hungerNanos, now);
    for (Source source : sources) {
      if (isCandidate(source, block, blockBytes, now)
          && !(trustedOnly && !isTrusted(source))
          && !(originSpared && source.isOrigin())) {
        double cost = cost(source, blockBytes);
        if (cost < bestCost) {
          best = source;
          bestCost = cost;
        }
      }
    }
    return best;
  }

  /**
   * The best host other than {@code slow} to cover a block that is late: proven hosts only, or an operator's, even where
   * they are busy — the reader waits.
   */
  @Nullable
  Source chooseCover(Collection<Source> sources, Source slow, int block, int blockBytes, long now) {
    Source best = null;
    for (Source source : sources) {
      if (!source.url().equals(slow.url())
          && isTrusted(source)
          && isAvailable(source, block, now)
          && book.of(source).hasRoomForCover(limits)
          && (best == null || cost(source, blockBytes) < cost(best, blockBytes))) {
        best = source;
      }
    }
    return best;
  }

  boolean isAvailable(Source source, int block, long now) {
    return source.mayServe(block) && book.of(source).isUsable(now);
  }

  private boolean isCandidate(Source source, int block, int blockBytes, long now) {
    return isAvailable(source, block, now)
        && book.of(source).hasRoomFor(blockBytes, source.operator(), limits);
  }

  private boolean isTrusted(Source source) {
    return source.operator() || source.isOrigin() || book.of(source).isProven();
  }

  private boolean anyTrusted(Collection<Source> sources, int block, int blockBytes, long now) {
    return sources.stream()
        .anyMatch(each -> isTrusted(each) && isCandidate(each, block, blockBytes, now));
  }

  /** Whether {@code block}, which no reader waits for, is left to others than the origin. */
  boolean isOriginSpared(Collection<Source> sources, int block, long hungerNanos, long now) {
    double others = 0;
    double origin = 0;
    boolean onTrial = false;
    for (Source source : sources) {
      if (isAvailable(source, block, now)) {
        HostStanding host = book.of(source);
        double rate = host.isProven() ? host.bytesPerSecond() : 0;
        origin = Math.max(origin, source.isOrigin() ? rate : 0);
        others += source.isOrigin() ? 0 : rate;
        onTrial |= !source.isOrigin() && !host.isProven();
      }
    }
    boolean suffices = hungerNanos == 0 || others >= Math.min(origin, ENOUGH_BYTES_PER_SECOND);
    return onTrial && hungerNanos < TRIAL_NANOS || others > 0 && suffices;
  }

  private double cost(Source source, int blockBytes) {
    double finish = book.of(source).finishNanos(blockBytes);
    return finish * (source.isOrigin() ? ORIGIN_HANDICAP : 1) * (1 + SPREAD * random.nextDouble());
  }
}
