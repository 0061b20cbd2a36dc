package org.p2pd.protocol.content;

/** Recognises identifiers written in lower-case hexadecimal. */
final class Hex {
  private Hex() {}

  static boolean isLowerCase(String text, int bytes) {
    return text.length() == 2 * bytes
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
