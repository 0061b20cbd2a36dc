package org.p2pd.transport.dial;

import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses of hosts may be dialled (WIRE §3, "Who is dialled").
 *
 * <p>A tracker reached on loopback may name hosts anywhere; one reached on a private address may not name loopback
 * ones; one on the public Internet may name only public ones. So no tracker can turn its clients on their own machine
 * or network. Extra networks are allowed by setting. Forbidden addresses stay forbidden.
 */
public final class DialPolicy {
  private final List<Cidr> allowed;
  private volatile Reach trackerReach;

  /**
   * Creates a policy that allows public hosts and {@code allowed} until the tracker was reached.
   *
   * @param allowed networks to allow in addition ({@code P2PD_NETWORK_ALLOW})
   */
  public DialPolicy(List<Cidr> allowed) {
    this.allowed = List.copyOf(allowed);
    this.trackerReach = Reach.PUBLIC;
  }

  /** A policy for those who are as near as {@code reach}, whatever tracker is reached. */
  public static DialPolicy asNearAs(Reach reach, List<Cidr> allowed) {
    DialPolicy policy = new DialPolicy(allowed);
    policy.trackerReach = reach;
    return policy;
  }

  /** Takes note of the address on which the tracker was reached last. */
  public void trackerReachedAt(InetAddress address) {
    trackerReach = Reach.of(address);
  }

  /** How near the tracker was when it was reached last; public before. */
  public Reach trackerReach() {
    return trackerReach;
  }

  /** Whether a host at {@code address} may be dialled now. */
  public boolean allows(InetAddress address) {
    Reach reach = Reach.of(address);
    if (reach == Reach.FORBIDDEN) {
      return false;
    }
    return reach.compareTo(trackerReach) >= 0
        || allowed.stream().anyMatch(network -> network.contains(address));
  }
}
