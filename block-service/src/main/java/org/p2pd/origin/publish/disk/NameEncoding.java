package org.p2pd.origin.publish.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.p2pd.protocol.MalformedValueException;

/** A file name as a segment of a URL path: every byte of its UTF-8 but letters, digits and {@code -._~} is encoded. */
final class NameEncoding {
  private static final String HEX = "0123456789ABCDEF";
  private static final String UNRESERVED = "-._~";

  private NameEncoding() {}

  static String encode(String fileName) {
    ByteBuffer utf8 = utf8(fileName);
    StringBuilder encoded = new StringBuilder(fileName.length() + 8);
    while (utf8.hasRemaining()) {
      byte b = utf8.get();
      if (isUnreserved((char) b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return encoded.toString();
  }

  private static ByteBuffer utf8(String fileName) {
    try {
      return UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(fileName));
    } catch (CharacterCodingException e) {
      throw new MalformedValueException(
          "file name", fileName, "UTF-8 (run with a UTF-8 locale, such as LC_ALL=C.UTF-8)");
    }
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
