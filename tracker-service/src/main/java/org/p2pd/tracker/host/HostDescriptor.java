package org.p2pd.tracker.host;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.Reach;

/**
 * What does not change about a host while its registration lasts.
 *
 * @param url how it is handed out; null = it only downloads
 * @param address the address it registered from
 * @param port where it serves other hosts
 * @param near the key of the hosts near it, as in its token
 * @param fetchesFor networks for whose clients a cache fetches what it lacks
 * @param internal handed out to caches only
 * @param uploadBytesPerSecond what it is willing to send, where limited
 * @param issuedMillis issue time of its token
 */
public record HostDescriptor(
    HostId hostId,
    HostRole role,
    boolean operator,
    @Nullable String url,
    @Nullable String zone,
    String address,
    int port,
    String near,
    List<String> fetchesFor,
    boolean internal,
    @Nullable Long uploadBytesPerSecond,
    long issuedMillis) {

  public HostDescriptor {
    fetchesFor = fetchesFor == null ? List.of() : List.copyOf(fetchesFor);
  }

  /** What the host's token says; the token can be written again from it. */
  public HostToken token() {
    return new HostToken(hostId, role, operator, near, issuedMillis);
  }

  /** The prefix of the address: /24 or /48. */
  public String prefix() {
    return Reach.prefix(Cidr.parse(address).network());
  }
}
