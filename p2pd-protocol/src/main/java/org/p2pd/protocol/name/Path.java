package org.p2pd.protocol.name;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.p2pd.protocol.MalformedValueException;

/**
 * The normal form of a path: percent-decoded, then every byte except {@code A-Za-z0-9-._~/} encoded again.
 *
 * <p>Refuses encoded slashes and zeros, dot segments and empty segments. Does not normalise Unicode.
 */
final class Path {
  private static final String HEX = "0123456789ABCDEF";

  private Path() {}

  static String normalise(String path) {
    if (!path.startsWith("/")) {
      throw new MalformedValueException("path", path, "a leading slash");
    }
    if (!UTF_8.newEncoder().canEncode(path)) {
      throw new MalformedValueException("path", path, "whole Unicode characters");
    }
    StringBuilder normal = new StringBuilder(path.length() + 16);
    for (String segment : path.substring(1).split("/", -1)) {
      normal.append('/').append(normaliseSegment(path, segment));
    }
    return normal.toString();
  }

  static String decodeSegment(String segment) {
    return new String(decode(segment, segment), UTF_8);
  }

  private static String normaliseSegment(String path, String segment) {
    byte[] bytes = decode(path, segment);
    String encoded = encode(bytes);
    if (encoded.isEmpty() || encoded.equals(".") || encoded.equals("..")) {
      throw new MalformedValueException("path", path, "no empty and no dot segments");
    }
    return encoded;
  }

  private static byte[] decode(String path, String segment) {
    byte[] utf8 = segment.getBytes(UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(utf8.length);
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] == '%') {
        decoded.write(hexPair(path, utf8, i + 1));
        i += 2;
      } else {
        decoded.write(utf8[i]);
      }
    }
    return decoded.toByteArray();
  }

  private static int hexPair(String path, byte[] bytes, int at) {
    int high = at + 1 < bytes.length ? Character.digit(bytes[at], 16) : -1;
    int low = at + 1 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
    int value = high < 0 || low < 0 ? -1 : high << 4 | low;
    if (value < 0) {
      throw new MalformedValueException("path", path, "two hex digits after %");
    }
    if (value == 0 || value == '/') {
      throw new MalformedValueException("path", path, "no %00 and no encoded slash");
    }
    return value;
  }

  private static String encode(byte[] bytes) {
    StringBuilder encoded = new StringBuilder(bytes.length + 8);
    for (byte b : bytes) {
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else if (b == 0) {
        throw new MalformedValueException("path", "a zero byte", "no zero bytes");
      } else {
        encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
