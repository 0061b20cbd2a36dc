package org.p2pd.transport.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Verified blocks on their way to the disk. Readers do not wait for it while few are, but for their last block: when that
 * is handed on, all before it are stored, so that whoever asks again finds them, also after a crash. Owned by one thread.
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
    List<Waiting> over = waiting.stream().filter(each -> isWritten(each.last)).toList();
    waiting.removeAll(over);
    over.forEach(each -> each.task.run());
  }

  /** Runs {@code task} for {@code waiter} once no block up to {@code last} is on its way; at once where none is. */
  void afterAllUpTo(int last, Waiter waiter, Runnable task) {
    if (isWritten(last)) {
      task.run();
    } else {
      waiting.add(new Waiting(last, waiter, task));
    }
  }

  /** Nothing more is to be done for {@code waiter}. */
  void stopWaiting(Waiter waiter) {
    waiting.removeIf(each -> each.waiter.equals(waiter));
  }

  private boolean isWritten(int last) {
    return lengths.isEmpty() || lengths.firstKey() > last;
  }

  private record Waiting(int last, Waiter waiter, Runnable task) {}
}
