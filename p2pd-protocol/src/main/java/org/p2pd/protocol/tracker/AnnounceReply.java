package org.p2pd.protocol.tracker;

import java.util.List;

/**
 * The tracker's answer to an {@link Announce}.
 *
 * @param leaseSeconds how long the node stays listed without another word
 * @param announceSeconds how often it should announce
 * @param reachable whether the node is handed out to others
 * @param contents an answer for every content of the announce that asked for hosts or was refused
 */
public record AnnounceReply(
    int leaseSeconds, int announceSeconds, boolean reachable, List<ContentHosts> contents) {
  public AnnounceReply {
    contents = contents == null ? List.of() : List.copyOf(contents);
  }
}
