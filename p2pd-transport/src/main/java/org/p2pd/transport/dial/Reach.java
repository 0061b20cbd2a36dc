package org.p2pd.transport.dial;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far an address reaches, nearest first.
 *
 * <p>A host is named to, and dialled for, only those at least as near as itself: loopback hosts on loopback, private
 * ones on loopback or a private network, public ones everywhere (WIRE §3, "Who is dialled").
 */
public enum Reach {
  /** This machine. */
  LOOPBACK,
  /** A private network: RFC 1918, RFC 6598, RFC 4193. */
  PRIVATE,
  /** The Internet. */
  PUBLIC,
  /** Link-local, multicast, unspecified, broadcast and cloud metadata: never dialled. */
  FORBIDDEN;

  /** How a program on this machine usually writes it as the host of a URL; {@link #ofHost} knows more ways. */
  public static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final List<Cidr> PRIVATE_NETWORKS =
      networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");
  private static final List<Cidr> FORBIDDEN_NETWORKS = networks(
      "0.0.0.0/8",
      "169.254.0.0/16",
      "100.100.100.200/32",
      "224.0.0.0/3",
      "::/128",
      "fe80::/10",
      "fec0::/10",
      "ff00::/8",
      "fd00:ec2::254/128");

  private static List<Cidr> networks(String... cidrs) {
    return List.of(cidrs).stream().map(Cidr::parse).toList();
  }

  /** The reach of {@code address}; an IPv4 address inside an IPv6 one counts as IPv4. */
  public static Reach of(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    if (FORBIDDEN_NETWORKS.stream().anyMatch(network -> network.contains(address))) {
      return FORBIDDEN;
    }
    return PRIVATE_NETWORKS.stream().anyMatch(network -> network.contains(address))
        ? PRIVATE
        : PUBLIC;
  }

  /**
   * The reach of a URL's host as far as its text says: names other than {@code localhost} count as public, because the
   * tracker resolves no names; whoever dials checks the resolved address.
   */
  public static Reach ofHost(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return LOOPBACK;
    }
    InetAddress literal = literal(host);
    return literal == null ? PUBLIC : of(literal);
  }

  /** The address that {@code text} writes out, without asking DNS; null where it is a name. */
  public static @Nullable InetAddress literal(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    return NetUtil.createInetAddressFromIpAddressString(bare);
  }

  /** Whether somebody of this reach may be told of, or have dialled, a host of reach {@code host}. */
  public boolean mayReach(Reach host) {
    return host != FORBIDDEN && this != FORBIDDEN && compareTo(host) <= 0;
  }

  /** The prefix that counts as one network: /24 of IPv4, /48 of IPv6. */
  public static String prefix(InetAddress address) {
    int bits = address instanceof Inet4Address ? 24 : 48;
    return new Cidr(address, bits).toString();
  }
}
