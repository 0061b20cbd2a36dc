package org.p2pd.protocol.tracker;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;

/**
 * The tracker's answer to a {@link Registration}.
 *
 * @param url how the tracker will hand the node out; null for one that only downloads
 * @param operator whether the node has the operator's standing
 * @param leaseSeconds how long the node stays listed without another word
 * @param announceSeconds how often it should announce
 * @param token proves in later calls that they come from this node
 * @param reachable whether it will be handed out; agents only after a call-back
 */
public record Registered(
    HostId hostId,
    @Nullable String url,
    boolean operator,
    int leaseSeconds,
    int announceSeconds,
    String token,
    boolean reachable) {
  /** The same registration after the tracker answered an announce; the parameters are as above. */
  public Registered renewed(int leaseSeconds, int announceSeconds, boolean reachable) {
    return new Registered(hostId, url, operator, leaseSeconds, announceSeconds, token, reachable);
  }
}
