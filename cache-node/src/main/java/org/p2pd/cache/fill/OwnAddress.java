package org.p2pd.cache.fill;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import org.p2pd.transport.schedule.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a source is this very node: where viewers find the caches of a site by the film's own name, that name leads back
 * here. What a router or load balancer hides is found by {@code CDN-Loop} instead.
 */
final class OwnAddress {
  private static final Logger LOG = LoggerFactory.getLogger(OwnAddress.class);
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private OwnAddress() {}

  /** Whether {@code source} names one of this machine's addresses and {@code port}. Looks up no name. */
  static boolean isOf(Source source, int port) {
    URI url = URI.create(source.url());
    String host = source.address() == null ? url.getHost() : source.address();
    return port == portOf(url) && host != null && isLocal(host);
  }

  private static int portOf(URI url) {
    int usual = "https".equals(url.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    return url.getPort() < 0 ? usual : url.getPort();
  }

  private static boolean isLocal(String host) {
    String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (!NetUtil.isValidIpV4Address(literal) && !NetUtil.isValidIpV6Address(literal)) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(literal);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException e) {
      LOG.debug("Cannot tell whether {} is an address of this machine", literal, e);
      return false;
    }
  }
}
