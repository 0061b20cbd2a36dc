package org.p2pd.tracker.ban;

import java.net.InetAddress;
import java.time.Instant;
import org.p2pd.transport.dial.Cidr;

/**
 * A network whose calls are refused.
 *
 * @param until when that ends
 */
public record Ban(Cidr network, Instant until) {
  boolean covers(InetAddress address, Instant now) {
    return now.isBefore(until) && network.contains(address);
  }
}
