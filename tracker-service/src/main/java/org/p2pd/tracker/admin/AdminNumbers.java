package org.p2pd.tracker.admin;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;

/** Numbers in an operator's questions. */
final class AdminNumbers {
  private AdminNumbers() {}

  /** {@code said}, or {@code usual} where nothing was; refused outside of {@code min} to {@code max}. */
  static int within(String what, @Nullable Integer said, int usual, int min, int max) {
    int value = said == null ? usual : said;
    if (value < min || value > max) {
      throw new MalformedValueException(what, value, min + " to " + max);
    }
    return value;
  }
}
