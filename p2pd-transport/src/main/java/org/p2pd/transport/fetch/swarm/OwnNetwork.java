package org.p2pd.transport.fetch.swarm;

import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.dial.Reach;

/**
 * The network that this node is in, by the tracker's own rule for who is near: the zone that its operator names, and the /24
 * or /48 of the address by which others know it. Pure.
 *
 * @param zone in the operator's words; null = nobody said so
 * @param prefix of this node's own address; null = it is not known, or has a name only
 */
record OwnNetwork(@Nullable String zone, @Nullable String prefix) {
  /** The network of a node in {@code zone} that others reach at {@code url}, if at all. */
  static OwnNetwork of(@Nullable String zone, @Nullable String url) {
    return new OwnNetwork(zone, url == null ? null : prefix(url));
  }

  /** Whether {@code host} is in it. */
  boolean contains(HostEntry host) {
    return zone != null && zone.equals(host.zone())
        || prefix != null && prefix.equals(prefix(host.url()));
  }

  private static @Nullable String prefix(String text) {
    URI url = HttpUrl.of(text);
    InetAddress address = url == null ? null : Reach.literal(url.getHost());
    return address == null ? null : Reach.prefix(address);
  }
}
