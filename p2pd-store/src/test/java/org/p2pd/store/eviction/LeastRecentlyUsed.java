package org.p2pd.store.eviction;

import org.jspecify.annotations.Nullable;

/** The policy everybody knows, for comparison: the entry that was asked for the longest time ago goes. */
final class LeastRecentlyUsed implements EvictionPolicy {
  private final Fifo entries = new Fifo();

  @Override
  public void admitted(Evictable entry) {
    entries.add(entry);
  }

  @Override
  public void restored(Evictable entry) {
    entries.add(entry);
  }

  @Override
  public void requested(Evictable entry) {
    entries.remove(entry);
    entries.add(entry);
  }

  @Override
  public void removed(Evictable entry) {
    if (entry.queue != null) {
      entries.remove(entry);
    }
  }

  @Override
  public @Nullable Evictable evict() {
    return entries.removeOldest();
  }
}
