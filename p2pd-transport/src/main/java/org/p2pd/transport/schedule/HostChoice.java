package org.p2pd.transport.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.schedule.host.HostStanding;
import org.p2pd.transport.schedule.host.OriginAllowance;
import org.p2pd.transport.schedule.source.Holder;
import org.p2pd.transport.schedule.source.Source;

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

  private final OriginAllowance originAllowance;
  private final Limits limits;
  private final RandomGenerator random;

  HostChoice(OriginAllowance originAllowance, Limits limits, RandomGenerator random) {
    this.originAllowance = originAllowance;
    this.limits = limits;
    this.random = random;
  }

  /**
   * The host for {@code block} now; null where it is better to wait, or nobody has it.
   *
   * @param need whether players wait, and for how long
   * @param inNanos about when a player will stand at the block; a host that would be much later is left out where
   *     another would not
   */
  @Nullable
  Holder choose(
      Collection<Holder> holders,
      int block,
      int blockBytes,
      PlayerNeed.Now need,
      double inNanos,
      long now) {
    boolean waited = need.isFor(block);
    Holder best = null;
    double bestCost = Double.MAX_VALUE;
    boolean trustedOnly = anyTrusted(holders, block, blockBytes, need, now);
    boolean originSpared = !waited && othersSuffice(holders, block, need, now);
    for (Holder holder : holders) {
      if (isCandidate(holder, block, blockBytes, need, now)
          && !(trustedOnly && !holder.isTrusted())
          && !(originSpared && holder.isOrigin())) {
        double cost = cost(holder, blockBytes, waited || need.originIsBetter());
        if (cost < bestCost) {
          best = holder;
          bestCost = cost;
        }
      }
    }
    boolean tooLate =
        best != null && !waited && best.host().finishNanos(blockBytes) > lateNanos(inNanos);
    return tooLate && anyInTime(holders, block, blockBytes, lateNanos(inNanos), originSpared, now)
        ? null
        : best;
  }

  private static double lateNanos(double inNanos) {
    return LATE * inNanos + TRIAL_NANOS;
  }

  /** Whether a host, busy now, would be in time with {@code block} once it is free. */
  private static boolean anyInTime(
      Collection<Holder> holders, int block, int bytes, double nanos, boolean noOrigin, long now) {
    return holders.stream()
        .anyMatch(each -> each.isAvailable(block, now)
            && !(noOrigin && each.isOrigin())
            && each.host().isProven()
            && each.host().transferNanos(bytes) <= nanos);
  }

  /**
   * The best host other than {@code slow} for {@code bytes} of a block that is late: proven hosts only, or an
   * operator's, even where they are busy — somebody waits.
   */
  @Nullable
  Holder chooseCover(Collection<Holder> holders, Source slow, int block, int bytes, long now) {
    Holder best = null;
    for (Holder holder : holders) {
      if (holder.isTrusted()
          && holder.isAvailable(block, now)
          && !isWithheld(holder, now)
          && holder.host().hasRoomForCover(limits.requestsPerHostMax())
          && !holder.source().server().equals(slow.server())
          && (best == null || cost(holder, bytes, true) < cost(best, bytes, true))) {
        best = holder;
      }
    }
    return best;
  }

  /**
   * Those that may have one more request of a block now, fastest first; equals in any order. For players those near come
   * before all others, origins among them: what is fetched ahead has time. A download keeps to them by {@link Locality}.
   */
  List<Holder> open(Collection<Holder> holders, int blockBytes, PlayerNeed.Now need, long now) {
    boolean nearFirst = !need.isOfDownload() && holders.stream().anyMatch(Holder::isNear);
    List<Ranked> open = new ArrayList<>();
    for (Holder holder : holders) {
      HostStanding host = holder.host();
      if (host.isUsable(now) && hasRoom(holder, blockBytes, need, now)) {
        open.add(new Ranked(
            holder,
            nearFirst && (holder.isNear() || holder.isOrigin()),
            host.bytesPerSecond() * (1 + SPREAD * random.nextDouble())));
      }
    }
    Collections.sort(open);
    return open.stream().map(Ranked::holder).toList();
  }

  boolean hasRoom(Holder holder, int blockBytes, PlayerNeed.Now need, long now) {
    return !isWithheld(holder, now)
        && holder
            .host()
            .hasRoomFor(
                blockBytes,
                need.believes(holder, now),
                need.vouchesFor(holder),
                holder.isOrigin() ? limits.requestsPerOriginMax() : limits.requestsPerHostMax(),
                limits.outstandingPerHostBytesMax());
  }

  private boolean isWithheld(Holder holder, long now) {
    return holder.isOrigin() && !originAllowance.isOpen(now);
  }

  private boolean isCandidate(
      Holder holder, int block, int blockBytes, PlayerNeed.Now need, long now) {
    return holder.isAvailable(block, now) && hasRoom(holder, blockBytes, need, now);
  }

  private boolean anyTrusted(
      Collection<Holder> holders, int block, int blockBytes, PlayerNeed.Now need, long now) {
    return holders.stream()
        .anyMatch(each -> each.isTrusted() && isCandidate(each, block, blockBytes, need, now));
  }

  /**
   * Whether {@code block}, which no player needs soon, is left to others than the origin: because they suffice, or for a
   * quarter of a second because they are on trial.
   */
  boolean isOriginSpared(Collection<Holder> holders, int block, PlayerNeed.Now need, long now) {
    boolean onTrial = need.nanos() < TRIAL_NANOS
        && holders.stream()
            .anyMatch(each ->
                !each.isOrigin() && each.isAvailable(block, now) && !each.host().isProven());
    return onTrial || othersSuffice(holders, block, need, now);
  }

  private static boolean othersSuffice(
      Collection<Holder> holders, int block, PlayerNeed.Now need, long now) {
    double others = 0;
    double origin = 0;
    for (Holder holder : holders) {
      if (holder.isAvailable(block, now)) {
        double rate = holder.host().provenBytesPerSecond();
        origin = Math.max(origin, holder.isOrigin() ? rate : 0);
        others += holder.isOrigin() ? 0 : rate;
      }
    }
    return others > 0
        && !need.originIsBetter()
        && (need.nanos() == 0 || others >= Math.min(origin, need.enoughBytesPerSecond()));
  }

  private double cost(Holder holder, int bytes, boolean urgent) {
    double handicap = urgent ? ORIGIN_HANDICAP_WHILE_WAITED_FOR : ORIGIN_HANDICAP;
    return holder.host().finishNanos(bytes)
        * (holder.isOrigin() ? handicap : 1)
        * (1 + SPREAD * random.nextDouble());
  }

  private record Ranked(Holder holder, boolean first, double rate) implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      return first == other.first ? Double.compare(other.rate, rate) : first ? -1 : 1;
    }
  }
}
