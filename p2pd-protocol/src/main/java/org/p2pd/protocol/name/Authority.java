package org.p2pd.protocol.name;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.p2pd.protocol.MalformedValueException;

/** The normal form of {@code host[:port]}: lower-case, IDNA, no default port, IPv6 as in RFC 5952. */
final class Authority {
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int HOST_CHARS_MAX = 253;
  private static final int HTTP_PORT = 80;

  private Authority() {}

  static String normalise(String authority, int defaultPort) {
    int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    int port = colon < 0 ? defaultPort : port(authority, authority.substring(colon + 1));
    // The written form is http, so port 80 is dropped for every scheme: a name read twice is the
    // same name.
    boolean dropped = port == defaultPort || port == HTTP_PORT;
    return host(authority, host) + (dropped ? "" : ":" + port);
  }

  private static int port(String authority, String text) {
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new MalformedValueException(
          "authority", authority, "a port 1 to 65535 after the colon");
    }
    return port;
  }

  private static String host(String authority, String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return "[" + Ipv6.canonical(host.substring(1, host.length() - 1)) + "]";
    }
    String ascii = toAscii(authority, host).toLowerCase(Locale.ROOT);
    if (ascii.length() > HOST_CHARS_MAX || !HOST.matcher(ascii).matches()) {
      throw malformed(authority);
    }
    return ascii;
  }

  private static String toAscii(String authority, String host) {
    try {
      return IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      throw malformed(authority);
    }
  }

  private static MalformedValueException malformed(String authority) {
    return new MalformedValueException(
        "authority", authority, "host[:port], no user, an IPv6 address in brackets");
  }
}
