package org.p2pd.store.eviction;

import org.jspecify.annotations.Nullable;

/**
 * Something with a size that an {@link EvictionPolicy} may choose to give up.
 *
 * <p>Carries the policy's own links, so that a million entries cost no second map. Belongs to one policy at a time.
 */
public abstract class Evictable {
  /** The queue that holds this entry; null while no queue does. */
  @Nullable
  Fifo queue;

  /** The neighbour that came later. */
  @Nullable
  Evictable newer;

  /** The neighbour that came earlier. */
  @Nullable
  Evictable older;

  /** Whether the entry had its additional round already, as one that is rare. */
  boolean spared;

  /** Requests since the entry came into its queue, up to the policy's limit. */
  byte frequency;

  /** The size, in bytes; never changes. */
  public abstract long bytes();

  /** Equal for equal things, also after one was evicted and came back; well mixed. */
  public abstract long fingerprint();

  /** Whether the entry may be evicted now. */
  public abstract boolean isEvictable();

  /** Whether few others are known to have it, so that it should go later. */
  public abstract boolean isRare();
}
