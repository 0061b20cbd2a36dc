package org.p2pd.transport.schedule;

import java.util.Collection;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the host for a block: the one with the earliest estimated finish, (outstanding + block) / rate + round trip.
 *
 * <p>Three rules bend that estimate. A block that a reader waits for goes to a proven or an operator's host where there
 * is one; the unproven are tried on other blocks. The origin is spared: a block that nobody waits for yet is left to the
 * proven caches and peers that have it, even if they are busy, unless some reader waits and all of them together are
 * slower than the origin alone ("never worse than plain HTTP"). Among hosts about as good, chance decides, so that equal viewers spread over equal hosts.
 *
 * <p>Chooses. Keeps nothing, sends nothing.
 */
final class HostChoice {
  private static final double ORIGIN_HANDICAP = 2;
  private static final double SPREAD = 0.1;

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
   * @param hungry whether any reader waits for any block
   */
  @Nullable
  Source choose(
      Collection<Source> sources,
      int block,
      int blockBytes,
      boolean waited,
      boolean hungry,
      long now) {
    Source best = null;
    double bestCost = Double.MAX_VALUE;
    boolean trustedOnly = waited && anyTrusted(sources, block, blockBytes, now);
    boolean originSpared = !waited && isOriginSpared(sources, block, blockBytes, hungry, now);
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
    return isAvailable(source, block, now) && book.of(source).hasRoomFor(blockBytes, limits);
  }

  private boolean isTrusted(Source source) {
    return source.operator() || source.isOrigin() || book.of(source).isProven();
  }

  private boolean anyTrusted(Collection<Source> sources, int block, int blockBytes, long now) {
    return sources.stream()
        .anyMatch(each -> isTrusted(each) && isCandidate(each, block, blockBytes, now));
  }

  private boolean isOriginSpared(
      Collection<Source> sources, int block, int blockBytes, boolean hungry, long now) {
    double others = 0;
    double origin = 0;
    for (Source source : sources) {
      HostStanding host = book.of(source);
      if (!host.isProven() || !isAvailable(source, block, now)) {
        continue;
      }
      if (source.isOrigin()) {
        origin = Math.max(origin, host.bytesPerSecond());
      } else if (host.hasRoomFor(blockBytes, limits)) {
        return true;
      } else {
        others += host.bytesPerSecond();
      }
    }
    return others > 0 && !(hungry && others < origin);
  }

  private double cost(Source source, int blockBytes) {
    double finish = book.of(source).finishNanos(blockBytes);
    return finish * (source.isOrigin() ? ORIGIN_HANDICAP : 1) * (1 + SPREAD * random.nextDouble());
  }
}
