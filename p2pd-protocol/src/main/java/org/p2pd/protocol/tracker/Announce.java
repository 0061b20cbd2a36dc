package org.p2pd.protocol.tracker;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;

/**
 * {@code POST /v1/announce}, the hot call: a node renews its lease, reports what it got and asks who has what it wants
 * next. All byte counts are cumulative since the node registered.
 *
 * @param activeUploads responses to other hosts under way
 * @param uploadBytesPerSecond what the node is willing to send, where it is limited
 * @param received bytes of verified blocks, by the role of the sender
 * @param delivered bytes handed to viewers
 * @param served bytes sent to other hosts
 */
public record Announce(
    HostId hostId,
    int activeUploads,
    @Nullable Long uploadBytesPerSecond,
    @Nullable BytesByRole received,
    long delivered,
    long served,
    List<AnnouncedContent> contents) {
  /** The most contents in one announce. */
  public static final int CONTENTS_MAX = 256;

  public Announce {
    contents = contents == null ? List.of() : List.copyOf(contents);
  }
}
