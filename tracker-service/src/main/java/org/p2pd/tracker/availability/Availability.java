package org.p2pd.tracker.availability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;

/**
 * How many hosts hold which blocks of a content. Aggregates only: no host can be told from it.
 *
 * <p>Hosts that hold everything are counted; those that hold some are sampled, and what is found among the sampled is taken
 * for true of all: {@code complete + found × partial / sampled}.
 *
 * @param blocks of the content
 * @param complete hosts that hold every block
 * @param partial hosts that hold some
 * @param sampled how many of the partial ones were looked at
 * @param rarestBlock the block fewest hosts hold, the first of several; -1 where the content has no blocks
 * @param rarestHolders about how many hold it
 * @param holders about how many hosts hold the rarest block of each part: the content in {@value #PARTS_MAX} parts of
 *     equal length, or one part a block where it has fewer
 */
public record Availability(
    ContentId contentId,
    int blocks,
    long complete,
    long partial,
    int sampled,
    int rarestBlock,
    long rarestHolders,
    List<Long> holders) {
  /** The most parts of {@link #holders}. */
  public static final int PARTS_MAX = 64;

  public Availability {
    holders = List.copyOf(holders);
  }

  /**
   * What a sample of partial holders says.
   *
   * @param held the blocks that each of the sampled holds
   */
  static Availability of(
      ContentId content, int blocks, long complete, long partial, Collection<BlockSet> held) {
    int[] found = new int[blocks];
    held.forEach(set -> set.within(blocks).toBitSet().stream().forEach(block -> found[block]++));
    int rarest = rarest(found, 0, blocks);
    double weight = held.isEmpty() ? 0 : (double) Math.max(partial, held.size()) / held.size();
    List<Long> parts = new ArrayList<>();
    int count = Math.min(PARTS_MAX, blocks);
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) part * blocks / count);
      int to = (int) ((part + 1L) * blocks / count);
      parts.add(estimate(complete, found[rarest(found, from, to)], weight));
    }
    return new Availability(
        content,
        blocks,
        complete,
        partial,
        held.size(),
        rarest,
        rarest < 0 ? complete : estimate(complete, found[rarest], weight),
        parts);
  }

  private static int rarest(int[] found, int from, int to) {
    int rarest = from < to ? from : -1;
    for (int block = from; block < to; block++) {
      if (found[block] < found[rarest]) {
        rarest = block;
      }
    }
    return rarest;
  }

  private static long estimate(long complete, int found, double weight) {
    return complete + Math.round(found * weight);
  }
}
