package org.p2pd.origin.serve.disk;

import java.util.BitSet;
import org.p2pd.protocol.content.ByteRange;

/** Which parts of a file were sent since it was opened, by the MiB: those are likely in the page cache. */
final class SentParts {
  private static final int PART_SHIFT = 20;

  private final BitSet sent = new BitSet();

  /** Notes that {@code range} is being sent, and whether some of each of its parts was before. */
  synchronized boolean add(ByteRange range) {
    int first = (int) (range.first() >> PART_SHIFT);
    int next = (int) (range.last() >> PART_SHIFT) + 1;
    boolean all = sent.nextClearBit(first) >= next;
    sent.set(first, next);
    return all;
  }
}
