package org.p2pd.transport.dial;

import java.net.Inet6Address;
import java.net.InetAddress;

/** How far an address reaches, nearest first. */
public enum Reach {
  /** This machine. */
  LOOPBACK,
  /** This site: RFC 1918, RFC 4193, RFC 6598. */
  PRIVATE,
  /** The world. */
  PUBLIC,
  /** Nowhere anybody should be sent: link-local (with the metadata addresses of clouds), multicast, unspecified. */
  FORBIDDEN;

  private static final Cidr SHARED = Cidr.parse("100.64.0.0/10");
  private static final Cidr UNIQUE_LOCAL = Cidr.parse("fc00::/7");
  private static final Cidr BROADCAST_AND_RESERVED = Cidr.parse("240.0.0.0/4");
  private static final Cidr THIS_NETWORK = Cidr.parse("0.0.0.0/8");
  private static final Cidr METADATA_IPV6 = Cidr.parse("fd00:ec2::254");

  /** The reach of {@code address}. */
  public static Reach of(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    if (isForbidden(address)) {
      return FORBIDDEN;
    }
    return address.isSiteLocalAddress()
            || SHARED.contains(address)
            || UNIQUE_LOCAL.contains(address)
        ? PRIVATE
        : PUBLIC;
  }

  private static boolean isForbidden(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || THIS_NETWORK.contains(address)
        || BROADCAST_AND_RESERVED.contains(address)
        || METADATA_IPV6.contains(address)
        || (address instanceof Inet6Address ipv6 && ipv6.isIPv4CompatibleAddress());
  }
}
