package org.p2pd.protocol.tracker.announce;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.traffic.BytesByRole;

/**
 * {@code POST /v1/announce}, the hot call: a node renews its lease, reports what it got and asks who has what it wants
 * next. All byte counts but those of single contents are cumulative since the node registered.
 *
 * @param activeUploads responses to other hosts under way
 * @param uploadBytesPerSecond what the node is willing to send, where it is limited
 * @param received bytes of verified blocks, by the role of the sender
 * @param delivered bytes handed to viewers
 * @param served bytes sent to other hosts
 * @param trafficSerial number of the report of traffic that {@code contents} carry, from 1 on and rising; an announce that
 *     was not answered is said again under its number, so that it counts once. Null = carries none, or not told.
 */
public record Announce(
    HostId hostId,
    int activeUploads,
    @Nullable Long uploadBytesPerSecond,
    @Nullable BytesByRole received,
    long delivered,
    long served,
    List<AnnouncedContent> contents,
    @Nullable Long trafficSerial) {
  /** The most contents in one announce. */
  public static final int CONTENTS_MAX = 256;

  public Announce {
    contents = contents == null ? List.of() : List.copyOf(contents);
  }

  /** An announce of a host at which nothing moved. */
  public static Announce idle(HostId hostId, List<AnnouncedContent> contents) {
    return new Announce(hostId, 0, null, BytesByRole.NONE, 0, 0, contents, null);
  }
}
