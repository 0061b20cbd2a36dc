package org.p2pd.transport.schedule;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;

/**
 * Where the readers of one content stand and which blocks they want: from each reader's position up to a window ahead.
 *
 * <p>Readers at one place count as one, so a crowd that watches the same film together costs little more than one.
 */
final class Readers {
  private final BlockLayout layout;
  private final int windowBlocks;
  private final Map<Long, Position> positions = new HashMap<>();
  private final TreeMap<Position, Integer> crowds = new TreeMap<>();

  Readers(BlockLayout layout, Limits limits) {
    this.layout = layout;
    this.windowBlocks = (int) Math.max(2, limits.windowBytes() / layout.blockSize());
  }

  void moved(long reader, int next, int last) {
    Position position = new Position(next, last);
    leave(positions.put(reader, position));
    crowds.merge(position, 1, Integer::sum);
  }

  void gone(long reader) {
    leave(positions.remove(reader));
  }

  private void leave(@org.jspecify.annotations.Nullable Position position) {
    if (position != null) {
      crowds.computeIfPresent(position, (place, readers) -> readers == 1 ? null : readers - 1);
    }
  }

  boolean isEmpty() {
    return positions.isEmpty();
  }

  /** The blocks that readers stand at and that are not in {@code held}, ascending. */
  List<Integer> waitedFor(BitSet held) {
    return crowds.keySet().stream()
        .map(Position::next)
        .distinct()
        .filter(block -> !held.get(block))
        .toList();
  }

  /** The blocks in some reader's window that are not in {@code held}. */
  BitSet wanted(BitSet held) {
    BitSet wanted = within(windowBlocks);
    wanted.andNot(held);
    return wanted;
  }

  /** All blocks from the readers' positions to twice their windows: what hosts are asked for. */
  BlockSet horizon() {
    return BlockSet.of(within(2 * windowBlocks));
  }

  private BitSet within(int blocks) {
    BitSet within = new BitSet(layout.blockCount());
    for (Position position : crowds.keySet()) {
      within.set(
          position.next, (int) Math.min(position.last, (long) position.next + blocks - 1) + 1);
    }
    return within;
  }

  private record Position(int next, int last) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byNext = Integer.compare(next, other.next);
      return byNext != 0 ? byNext : Integer.compare(last, other.last);
    }
  }
}
