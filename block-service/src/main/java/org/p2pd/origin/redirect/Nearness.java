package org.p2pd.origin.redirect;

import java.net.InetAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.dial.Reach;

/**
 * Which cache is near a viewer: one in the viewer's own network, else one of the provider's in the origin's zone, else
 * any of the provider's; the less loaded of equals. Never an agent, never one the viewer could not reach. Pure.
 *
 * @param zone the origin's; null = none
 */
record Nearness(@Nullable String zone) {
  private static final int TOO_FAR = 3;

  Optional<HostEntry> nearest(InetAddress viewer, List<HostEntry> hosts) {
    return hosts.stream()
        .filter(host -> host.role() == HostRole.CACHE && distance(viewer, host) < TOO_FAR)
        .min(Comparator.<HostEntry>comparingInt(host -> distance(viewer, host))
            .thenComparingDouble(HostEntry::load)
            .thenComparing(HostEntry::url));
  }

  private int distance(InetAddress viewer, HostEntry cache) {
    String host = URI.create(cache.url()).getHost();
    if (host == null || !Reach.of(viewer).mayReach(Reach.ofHost(host))) {
      return TOO_FAR;
    }
    InetAddress literal = Reach.literal(host);
    if (literal != null && Reach.prefix(literal).equals(Reach.prefix(viewer))) {
      return 0;
    }
    if (!cache.operator()) {
      return TOO_FAR;
    }
    return zone != null && zone.equals(cache.zone()) ? 1 : 2;
  }
}
