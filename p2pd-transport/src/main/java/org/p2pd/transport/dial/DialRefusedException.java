package org.p2pd.transport.dial;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A host that this node will not connect to, whoever named it. */
public final class DialRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  DialRefusedException(InetSocketAddress address) {
    super("host " + address.getHostString()
        + " is not dialled: it is on this machine or in a private network, and no tracker as near was reached"
        + " (P2PD_NETWORK_ALLOW adds networks)");
  }
}
