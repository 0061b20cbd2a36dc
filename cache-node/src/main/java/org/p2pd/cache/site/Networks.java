package org.p2pd.cache.site;

import java.net.InetAddress;
import java.util.List;
import org.p2pd.transport.dial.Cidr;

/** The clients for whom this cache fetches what it lacks; others get what is there. */
public final class Networks {
  private final List<Cidr> networks;
  private volatile boolean closed;

  /** Creates the set from CIDR notations. */
  public Networks(List<String> networks) {
    this.networks = networks.stream().map(Cidr::parse).toList();
  }

  /** Nothing is fetched for anybody, until {@link #open}. */
  public void close() {
    closed = true;
  }

  /** Ends {@link #close}. */
  public void open() {
    closed = false;
  }

  /** Whether blocks are fetched for {@code client}. */
  public boolean contains(InetAddress client) {
    return !closed && networks.stream().anyMatch(network -> network.contains(client));
  }
}
