package org.p2pd.transport.schedule;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.transport.schedule.source.Holder;
import org.p2pd.transport.schedule.source.Shares;
import org.p2pd.transport.schedule.source.Sources;

/**
 * Players that began together behind an origin that cannot serve them all. If each asks it for the block it stands at, each
 * has its share of one line, and nothing to give the others. So they ask for different blocks, each for those that are its
 * own by {@link Shares}, the next ones first, and hand them on: the origin sends a block about once, and what all of them can
 * send is used.
 *
 * <p>A player belongs to a crowd for a while after it has waited, in the middle of playing, where others stand who download
 * the same; or, while it is new, once the origin is known to be so slow that it would have to. With an origin that is quick
 * enough nobody waits so long, and nothing is left to anybody.
 */
final class Crowd {
  /** Who waits no longer than this at a block is not held up by others. */
  private static final long HELD_UP_NANOS = 1_000_000_000L;

  /** So many others stand at the same block, at least. */
  private static final long OTHERS_MIN = 2;

  private static final long MEMORY_NANOS = 10_000_000_000L;

  /** So long a block is left to the one whose share it is, if players wait for it; then the origin is asked all the same. */
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private final Sources sources;
  private final int blockBytes;
  private boolean everMet;
  private long metNanos;

  Crowd(Sources sources, int blockBytes) {
    this.sources = sources;
    this.blockBytes = blockBytes;
  }

  /** Looks whether players stand in a crowd now. */
  void look(BitSet held, PlayerNeed.Now need, long nowNanos) {
    if (need.nanos() > HELD_UP_NANOS
        && need.waited().stream().anyMatch(block -> isCrowdedAt(block, held))) {
      met(nowNanos);
    }
  }

  /**
   * Looks whether players that have just come are about to stand in one: as the origin takes so long over a block that whoever
   * waits for its next one is held up.
   *
   * @param ahead what of their windows is not here
   */
  void lookAhead(BitSet held, BitSet ahead, long nowNanos) {
    int next = ahead.nextSetBit(0);
    if (next >= 0
        && OriginOnly.nanos(sources.all(), blockBytes) > HELD_UP_NANOS
        && isCrowdedAt(next, held)) {
      met(nowNanos);
    }
  }

  private void met(long nowNanos) {
    everMet = true;
    metNanos = nowNanos;
  }

  /**
   * Whether others, too, hold what comes before {@code block} and not {@code block} itself, and download about there: who was
   * there before and has jumped away is no company.
   */
  private boolean isCrowdedAt(int block, BitSet held) {
    return block > 0
        && held.get(block - 1)
        && sources.all().stream()
                .filter(each -> each.isAbout(block) && each.mayServe(block - 1))
                .count()
            >= OTHERS_MIN;
  }

  /** Whether players stood in a crowd lately. */
  boolean isHere(long nowNanos) {
    return everMet && nowNanos - metNanos < MEMORY_NANOS;
  }

  /**
   * Whether {@code block} is not to be asked of {@code holder}, as another of the crowd will fetch it from the origin: one that
   * is about there and whose share it is.
   */
  boolean leaves(Holder holder, int block, PlayerNeed.Now need, long nowNanos) {
    return holder.isOrigin()
        && isHere(nowNanos)
        && need.nanos() < PATIENCE_NANOS
        && sources.all().stream().anyMatch(each -> isToFetch(each, block));
  }

  private boolean isToFetch(Holder other, int block) {
    @Nullable HostId id = other.source().hostId();
    return id != null && other.isAbout(block) && sources.shares().isBefore(id, block);
  }

  /**
   * What of {@code wanted} the crowd needs next: the first blocks that nobody but an origin has, one for each of the crowd. A
   * share of what is farther off would take the origin's line from those for which the others wait; fewer would have it send
   * more of them twice. While a player waits here, half as many: more of the line is for what it waits for.
   */
  BitSet next(BitSet wanted, PlayerNeed.Now need, long nowNanos) {
    BitSet lacking = (BitSet) wanted.clone();
    long members = 1;
    for (Holder each : sources.all()) {
      if (isToGive(each, nowNanos)) {
        each.removeServable(lacking);
      }
      members += each.isGrowing() ? 1 : 0;
    }
    BitSet next = new BitSet();
    lacking.stream().limit(need.waited().isEmpty() ? members : members / 2).forEach(next::set);
    return next;
  }

  /** Whether what {@code other} says to hold is as good as here: a stranger that says it holds all, and sent none, may lie. */
  private static boolean isToGive(Holder other, long nowNanos) {
    return !other.isOrigin()
        && other.host().isUsable(nowNanos)
        && (other.isGrowing() || other.isTrusted());
  }

  /** Whether somebody who downloads has blocks of {@code window}, or the one before it: stands where its reader stands. */
  boolean isInCompany(BitSet window) {
    int first = window.nextSetBit(0);
    return first >= 0
        && sources.all().stream().anyMatch(each -> {
          int block = each.isGrowing() ? each.blocks().nextMember(Math.max(0, first - 1)) : -1;
          return block >= 0 && block < window.length();
        });
  }
}
