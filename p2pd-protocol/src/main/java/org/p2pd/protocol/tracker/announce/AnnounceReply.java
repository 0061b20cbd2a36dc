package org.p2pd.protocol.tracker.announce;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.catalogue.Recalls;

/**
 * The tracker's answer to an {@link Announce}.
 *
 * @param leaseSeconds how long the node stays listed without another word
 * @param announceSeconds how often it should announce
 * @param reachable whether the node is handed out to others
 * @param recalledAt when a content was last recalled ({@link Recalls}), in epoch milliseconds; null = none in the last day
 * @param contents an answer for every content of the announce that asked for hosts or was refused
 */
public record AnnounceReply(
    int leaseSeconds,
    int announceSeconds,
    boolean reachable,
    @Nullable Long recalledAt,
    List<ContentHosts> contents) {
  public AnnounceReply {
    contents = contents == null ? List.of() : List.copyOf(contents);
  }

  /** A reply of a tracker at which nothing was recalled. */
  public AnnounceReply(
      int leaseSeconds, int announceSeconds, boolean reachable, List<ContentHosts> contents) {
    this(leaseSeconds, announceSeconds, reachable, null, contents);
  }

  /** This reply with the time of the last recall. */
  public AnnounceReply recalledAt(@Nullable Long millis) {
    return new AnnounceReply(leaseSeconds, announceSeconds, reachable, millis, contents);
  }
}
