package org.p2pd.transport.fetch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Verified blocks on their way to the disk. Readers do not wait for it while few are, but for their last block: when that
 * is handed on, all that they were given before are stored, so that whoever asks again finds them, also after a crash. What
 * others have written meanwhile is not waited for: they might never be done. Owned by one thread.
 */
final class WriteBehind {
  /** More than that, and a slow disk is waited for. */
  private static final long BYTES_MAX = 4 << 20;

  private final NavigableMap<Integer, Integer> lengths = new TreeMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private long bytes;

  /** A block was verified and is to be written; whether readers may have it before that. */
  boolean begun(int block, int length) {
    if (lengths.putIfAbsent(block, length) == null) {
      bytes += length;
    }
    return bytes <= BYTES_MAX;
  }

  /** Whether a block is on its way. */
  boolean contains(int block) {
    return lengths.containsKey(block);
  }

  /** A block is on disk, or there is no room for it. */
  void ended(int block) {
    Integer length = lengths.remove(block);
    bytes -= length == null ? 0 : length;
    waiting.forEach(each -> each.blocks.remove(block));
    List<Waiting> over = waiting.stream().filter(each -> each.blocks.isEmpty()).toList();
    waiting.removeAll(over);
    over.forEach(each -> each.task.run());
  }

  /**
   * Runs {@code task} for {@code waiter} once those blocks, of its reader's up to {@code last}, have ended that are on their
   * way now; at once where none is.
   */
  void afterAllUpTo(int last, Waiter waiter, Runnable task) {
    Set<Integer> blocks =
        new HashSet<>(lengths.subMap(waiter.first(), true, last, true).keySet());
    if (blocks.isEmpty()) {
      task.run();
    } else {
      waiting.add(new Waiting(blocks, waiter, task));
    }
  }

  /** Nothing more is to be done for {@code waiter}. */
  void stopWaiting(Waiter waiter) {
    waiting.removeIf(each -> each.waiter.equals(waiter));
  }

  /** Something to do when {@code blocks}, of which those that end are taken out, are none. */
  private record Waiting(Set<Integer> blocks, Waiter waiter, Runnable task) {}
}
