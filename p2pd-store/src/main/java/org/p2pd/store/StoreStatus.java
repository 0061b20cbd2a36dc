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
 * @param trouble what the disks refused last; null while all of them work
 * @param scanning whether what is on disk is still being found: until it is, nothing new is kept
 */
public record StoreStatus(
    long bytesUsed,
    long bytesMax,
    int blocks,
    int contents,
    long evictions,
    long damaged,
    @Nullable String trouble,
    boolean scanning) {

  /** Whether every disk did what it was last asked to. Where one did not, it may keep nothing, but everything else goes on. */
  public boolean healthy() {
    return trouble == null;
  }

  /** Whether what comes is kept. */
  public boolean keeps() {
    return healthy() && !scanning;
  }
}
