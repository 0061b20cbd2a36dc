package org.p2pd.simulation.swarm;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.simulation.network.Link;

/** A host of the swarm as others see it: its links, what it holds and how it behaves. */
final class Host {
  final String url;
  final HostId id;
  final HostRole role;
  final Behaviour behaviour;
  final String zone;
  final String prefix;
  final Link up;
  final Link down;

  /** One way from this host into the middle of the network. */
  final long delayNanos;

  final BitSet held = new BitSet();
  final Set<Exchange> sending = new LinkedHashSet<>();
  boolean alive = true;
  long sentBytes;

  Host(
      String url,
      HostId id,
      HostRole role,
      Behaviour behaviour,
      String zone,
      String prefix,
      Link up,
      Link down,
      long delayNanos) {
    this.url = url;
    this.id = id;
    this.role = role;
    this.behaviour = behaviour;
    this.zone = zone;
    this.prefix = prefix;
    this.up = up;
    this.down = down;
    this.delayNanos = delayNanos;
  }

  boolean isOrigin() {
    return role == HostRole.ORIGIN;
  }

  long roundTripNanos(Host other) {
    return 2 * (delayNanos + other.delayNanos);
  }

  /** Falls silent in the middle of what it sends. */
  void vanish() {
    alive = false;
    Set.copyOf(sending).forEach(Exchange::fallSilent);
  }
}
