package org.p2pd.tracker.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.Reach;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Whose address a call has: the socket's source, or, where that is one of the operator's proxies, the right-most entry
 * of {@code X-Forwarded-For} that is not. Never anything else a client says.
 */
public final class ClientAddress {
  /** The field in which proxies say for whom they call. */
  public static final String FORWARDED_FOR = "X-Forwarded-For";

  private static final int ENTRIES_MAX = 32;
  private static final int IPV6_BITS = 64;

  private final List<Cidr> proxies;

  /** Believes the forwarded headers of {@code proxies} only. */
  public ClientAddress(List<Cidr> proxies) {
    this.proxies = List.copyOf(proxies);
  }

  /** Who counts as one client: an IPv4 address, an IPv6 /64. */
  public static String client(InetAddress address) {
    return address instanceof Inet4Address
        ? address.getHostAddress()
        : new Cidr(address, IPV6_BITS).toString();
  }

  /** The address of the caller. */
  public InetAddress of(ServerRequest request) {
    return of(peer(request), request.headers().header(FORWARDED_FOR));
  }

  /** The address of a caller whose call came from {@code peer} with these {@link #FORWARDED_FOR} fields. */
  public InetAddress of(InetAddress peer, List<String> forwardedFor) {
    return isProxy(peer) ? rightmostUntrusted(peer, forwardedFor) : peer;
  }

  /** The address the call came from on the wire, proxy or not. */
  public InetAddress peer(ServerRequest request) {
    return request
        .remoteAddress()
        .map(InetSocketAddress::getAddress)
        .orElseThrow(() -> new IllegalStateException("a TCP connection has a source address"));
  }

  private InetAddress rightmostUntrusted(InetAddress peer, List<String> headers) {
    List<String> entries = new ArrayList<>();
    headers.forEach(header -> entries.addAll(List.of(header.split(",", ENTRIES_MAX))));
    InetAddress client = peer;
    for (int i = entries.size() - 1; i >= 0 && isProxy(client); i--) {
      client = parse(entries.get(i).trim());
    }
    return client;
  }

  private static InetAddress parse(String entry) {
    InetAddress address = Reach.literal(entry);
    if (address == null) {
      throw new MalformedValueException(FORWARDED_FOR, entry, "an IP address");
    }
    return address;
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(proxy -> proxy.contains(address));
  }
}
