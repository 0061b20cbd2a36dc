package org.p2pd.store.eviction;

import org.jspecify.annotations.Nullable;

/**
 * Chooses what to give up. Never deletes anything, and knows nothing of limits but the size it was made for.
 *
 * <p>Not thread-safe: one owner tells it what happens, in order.
 */
public interface EvictionPolicy {
  /** {@code entry} was stored just now. */
  void admitted(Evictable entry);

  /** {@code entry} was found when the store opened; called in the order in which entries were stored, as far as known. */
  void restored(Evictable entry);

  /** {@code entry}, which this policy holds, was asked for. */
  void requested(Evictable entry);

  /** {@code entry} is gone for another reason than {@link #evict}; nothing happens where it is unknown. */
  void removed(Evictable entry);

  /**
   * Chooses an entry that {@linkplain Evictable#isEvictable may go} and forgets it.
   *
   * @return null where no entry may go
   */
  @Nullable
  Evictable evict();
}
