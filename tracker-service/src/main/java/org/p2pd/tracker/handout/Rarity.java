package org.p2pd.tracker.handout;

import java.util.BitSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;

/**
 * Which wanted blocks are rare among some candidates: at most two of the partial holders have them. Only where much is
 * wanted: who wants a few blocks next wants exactly those, however common they are.
 */
final class Rarity {
  /** Fewer wanted blocks than that are what a player reads next. */
  static final int MUCH = 128;

  private static final double PREFERENCE = 2;

  private final @Nullable BlockSet rare;

  private Rarity(@Nullable BlockSet rare) {
    this.rare = rare;
  }

  static Rarity of(BlockSet wanted, Stream<Candidate> candidates) {
    if (wanted.size() < MUCH) {
      return new Rarity(null);
    }
    BitSet once = new BitSet();
    BitSet twice = new BitSet();
    BitSet often = new BitSet();
    candidates.map(Candidate::held).filter(each -> !each.isEverything()).forEach(each -> {
      BitSet held = each.toBitSet();
      often.or(and(twice, held));
      twice.or(and(once, held));
      once.or(held);
    });
    BlockSet rare = wanted.minus(BlockSet.of(often)).intersect(BlockSet.of(once));
    return new Rarity(rare.isEmpty() ? null : rare);
  }

  private static BitSet and(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    return both;
  }

  /**
   * How much more often a host with {@code held} is to be named, 1 to 3: by the share of the rare blocks it has. Complete
   * holders count as 1: they are wanted for the blocks that nobody else has.
   */
  double factor(BlockSet held) {
    if (rare == null || held.isEverything()) {
      return 1;
    }
    return 1 + PREFERENCE * held.commonWith(rare) / rare.size();
  }
}
