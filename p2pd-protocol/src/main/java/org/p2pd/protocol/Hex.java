package org.p2pd.protocol;

/** Recognises identifiers written in lower-case hexadecimal. */
public final class Hex {
  private Hex() {}

  /** Whether {@code text} is exactly {@code bytes} bytes, two digits {@code 0-9a-f} each. */
  public static boolean isLowerCase(String text, int bytes) {
    if (text.length() != 2 * bytes) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
