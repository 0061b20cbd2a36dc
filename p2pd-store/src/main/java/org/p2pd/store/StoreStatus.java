package org.p2pd.store;

import org.jspecify.annotations.Nullable;

/**
 * The store in a few numbers.
 *
 * @param bytesUsed bytes of all its files, what is being written included
 * @param bytesMax the limit
 * @param blocks blocks that can be leased
 * @param contents registered contents
 * @param evictions blocks given up for others since the store opened
 * @param damaged blocks found with other bytes than they should have since the store opened
 * @param trouble what the disk refused last; null while it works
 */
public record StoreStatus(
    long bytesUsed,
    long bytesMax,
    int blocks,
    int contents,
    long evictions,
    long damaged,
    @Nullable String trouble) {

  /** Whether the last write worked. Where it did not, nothing is kept, but everything else goes on. */
  public boolean healthy() {
    return trouble == null;
  }
}
