package org.p2pd.store.eviction;

import org.jspecify.annotations.Nullable;

/** A first-in, first-out queue of entries linked through themselves; knows its length and its bytes. */
final class Fifo {
  private @Nullable Evictable newest;
  private @Nullable Evictable oldest;
  private int size;
  private long bytes;

  int size() {
    return size;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Evictable entry) {
    entry.queue = this;
    entry.older = newest;
    entry.newer = null;
    if (newest == null) {
      oldest = entry;
    } else {
      newest.newer = entry;
    }
    newest = entry;
    size++;
    bytes += entry.bytes();
  }

  @Nullable
  Evictable removeOldest() {
    Evictable entry = oldest;
    if (entry != null) {
      remove(entry);
    }
    return entry;
  }

  void remove(Evictable entry) {
    if (entry.newer == null) {
      newest = entry.older;
    } else {
      entry.newer.older = entry.older;
    }
    if (entry.older == null) {
      oldest = entry.newer;
    } else {
      entry.older.newer = entry.newer;
    }
    entry.queue = null;
    entry.newer = null;
    entry.older = null;
    size--;
    bytes -= entry.bytes();
  }
}
