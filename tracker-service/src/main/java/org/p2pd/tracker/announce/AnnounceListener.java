package org.p2pd.tracker.announce;

import org.p2pd.protocol.tracker.announce.AnnounceReply;

/** Told of every announce that was answered, on the thread that answers: returns at once. */
@FunctionalInterface
public interface AnnounceListener {
  /** {@code reply} is about to be sent. */
  void answered(AnnounceReply reply);
}
