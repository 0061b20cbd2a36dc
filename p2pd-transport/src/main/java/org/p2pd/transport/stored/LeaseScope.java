package org.p2pd.transport.stored;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.p2pd.store.BlockLease;

/**
 * The leases a reader was given last, so that none stays open when the reader is cancelled while one is on its way.
 *
 * <p>A reader goes through its blocks in order and closes each before it takes more than {@value #OPEN_MAX} others.
 */
public final class LeaseScope {
  private static final int OPEN_MAX = 8;

  private final Deque<BlockLease> latest = new ArrayDeque<>(OPEN_MAX + 1);
  private boolean ended;

  /** Creates the scope of one reader. */
  public LeaseScope() {}

  /** Remembers a lease that a reader is about to get; closes it at once where the reader is gone. */
  public void enter(BlockLease lease) {
    if (!remember(lease)) {
      lease.close();
    }
  }

  private synchronized boolean remember(BlockLease lease) {
    latest.addLast(lease);
    if (latest.size() > OPEN_MAX) {
      latest.removeFirst();
    }
    return !ended;
  }

  /** Closes what may be open; closing twice does nothing. */
  public void end() {
    takeAll().forEach(BlockLease::close);
  }

  private synchronized List<BlockLease> takeAll() {
    ended = true;
    return List.copyOf(latest);
  }
}
