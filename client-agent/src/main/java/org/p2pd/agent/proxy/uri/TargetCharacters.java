package org.p2pd.agent.proxy.uri;

import java.util.HexFormat;

/**
 * What RFC 3986 does not let stand in a request target, percent-encoded. Browsers and players send some of it as it is:
 * {@code |} and {@code [1]} in paths, <code>{x}</code> in queries, a per cent sign that begins nothing.
 */
final class TargetCharacters {
  private static final String NEVER = "\"<>\\^`{|}";
  private static final String BRACKETS = "[]";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private TargetCharacters() {}

  /** {@code target} as a URI may be, the same to whoever decodes it. One character is one byte of the wire. */
  static String encoded(String target) {
    return encoded(target, pathOf(target), true);
  }

  /** {@code target} as it was sent, but for bytes beyond ASCII, which cannot be sent on as they are. */
  static String inAscii(String target) {
    return encoded(target, target.length(), false);
  }

  /** Where the authority of an absolute form ends, in which brackets belong to an IPv6 address. */
  private static int pathOf(String target) {
    int authority = target.startsWith("/") ? -1 : target.indexOf("://");
    if (authority < 0) {
      return 0;
    }
    int at = authority + 3;
    while (at < target.length() && "/?#".indexOf(target.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static String encoded(String target, int path, boolean strict) {
    StringBuilder out = new StringBuilder(target.length() + 16);
    for (int at = 0; at < target.length(); at++) {
      char next = target.charAt(at);
      boolean foreign = next <= ' ' || next >= 0x7f;
      if (foreign || strict && isRefused(target, at, path)) {
        out.append('%').append(HEX.toHexDigits((byte) next));
      } else {
        out.append(next);
      }
    }
    return out.toString();
  }

  private static boolean isRefused(String target, int at, int path) {
    char next = target.charAt(at);
    return NEVER.indexOf(next) >= 0
        || at >= path && BRACKETS.indexOf(next) >= 0
        || next == '%' && !beginsByte(target, at);
  }

  private static boolean beginsByte(String target, int at) {
    return at + 2 < target.length()
        && HexFormat.isHexDigit(target.charAt(at + 1))
        && HexFormat.isHexDigit(target.charAt(at + 2));
  }
}
