package org.p2pd.protocol.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.p2pd.protocol.MalformedValueException;

/** The canonical text of an IPv6 address, RFC 5952 §4. */
final class Ipv6 {
  private static final String OCTET = "(0|[1-9][0-9]{0,2})";

  /** Stricter than Java, which reads groups of five digits and octets with leading zeros. */
  private static final Pattern LITERAL = Pattern.compile(
      "([0-9A-Fa-f]{0,4}:){2,8}" + "([0-9A-Fa-f]{0,4}|" + OCTET + "(\\." + OCTET + "){3})");

  private static final int GROUPS = 8;

  private Ipv6() {}

  static String canonical(String literal) {
    int[] groups = groups(literal);
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(groups, i);
      if (zeros > runLength) {
        runStart = i;
        runLength = zeros;
      }
    }
    return runStart < 0 ? join(groups, 0, GROUPS) : compressed(groups, runStart, runLength);
  }

  private static int[] groups(String literal) {
    byte[] bytes = bytes(literal);
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    return groups;
  }

  private static byte[] bytes(String literal) {
    if (!LITERAL.matcher(literal).matches()) {
      throw malformed(literal);
    }
    try {
      // A literal with a colon is never looked up in DNS.
      byte[] bytes = InetAddress.getByName(literal).getAddress();
      return bytes.length == 4 ? mapped(bytes) : bytes;
    } catch (UnknownHostException e) {
      throw malformed(literal);
    }
  }

  /** Java turns {@code ::ffff:a.b.c.d} into an IPv4 address; this turns it back. */
  private static byte[] mapped(byte[] ipv4) {
    byte[] bytes = new byte[2 * GROUPS];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    System.arraycopy(ipv4, 0, bytes, 12, ipv4.length);
    return bytes;
  }

  private static int zerosFrom(int[] groups, int start) {
    int end = start;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - start;
  }

  private static String compressed(int[] groups, int runStart, int runLength) {
    return join(groups, 0, runStart) + "::" + join(groups, runStart + runLength, GROUPS);
  }

  private static String join(int[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  private static MalformedValueException malformed(String literal) {
    return new MalformedValueException(
        "authority", "[" + literal + "]", "an IPv6 address in brackets, no zone");
  }
}
