package org.p2pd.testkit.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows the HTTP/1.1 responses of one connection closely enough to find the bytes of their bodies.
 *
 * <p>Knows {@code Content-Length}; whatever follows a header without one counts as one body to the connection's end.
 * A body that begins with {@code HTTP/1.} is taken for the next response, as after an answer to HEAD.
 */
final class ResponseBodies {
  private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)");
  private static final String START = "HTTP/1.";

  private final StringBuilder header = new StringBuilder();
  private boolean inBody;
  private long bodyPosition;
  private long bodyLength;

  /** Inverts the byte at {@code offset} of every body within these next {@code length} bytes downstream. */
  void corrupt(byte[] bytes, int length, long offset) {
    for (int i = 0; i < length; i++) {
      if (inBody && isAnswerToHead(bytes, i, length)) {
        endBody();
      }
      if (inBody) {
        if (bodyPosition == offset) {
          bytes[i] = (byte) ~bytes[i];
        }
        if (++bodyPosition == bodyLength) {
          endBody();
        }
      } else {
        header(bytes[i]);
      }
    }
  }

  private boolean isAnswerToHead(byte[] bytes, int at, int length) {
    return bodyPosition == 0
        && length - at >= START.length()
        && new String(bytes, at, START.length(), StandardCharsets.ISO_8859_1).equals(START);
  }

  private void header(byte b) {
    header.append((char) (b & 0xff));
    int size = header.length();
    if (b == '\n' && size >= 4 && header.indexOf("\r\n\r\n", size - 4) >= 0) {
      bodyLength = contentLength();
      inBody = bodyLength != 0;
      header.setLength(0);
    }
  }

  private long contentLength() {
    Matcher length = CONTENT_LENGTH.matcher(header.toString().toLowerCase(Locale.ROOT));
    return length.find() ? Long.parseLong(length.group(1)) : Long.MAX_VALUE;
  }

  private void endBody() {
    inBody = false;
    bodyPosition = 0;
  }
}
