package org.p2pd.transport.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2pd.protocol.content.ByteRange;
import org.springframework.http.HttpStatus;

/**
 * The {@code Range} field of a GET (RFC 9110 §14.2): one range is honoured; several, another unit or nonsense get the
 * whole, so that nobody multiplies the work by asking for a thousand overlapping ranges.
 */
final class RequestedRange {
  private static final Pattern ONE_RANGE =
      Pattern.compile("bytes=[ \\t,]*([0-9]*)-([0-9]*)[ \\t,]*", Pattern.CASE_INSENSITIVE);
  private static final int DIGITS_MAX = 18;

  private RequestedRange() {}

  /**
   * Applies the field to a representation of {@code length} bytes.
   *
   * @param length at least 1
   */
  static Selection select(String range, long length) {
    Matcher one = ONE_RANGE.matcher(range.strip());
    if (!one.matches()) {
      return Selection.whole(length);
    }
    String first = one.group(1);
    String last = one.group(2);
    return first.isEmpty() ? suffix(last, length) : fromFirst(number(first), last, length);
  }

  private static Selection fromFirst(long first, String lastText, long length) {
    long last = lastText.isEmpty() ? Long.MAX_VALUE : number(lastText);
    if (last < first) {
      return Selection.whole(length);
    }
    return first >= length
        ? Selection.without(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        : Selection.part(new ByteRange(first, Math.min(last, length - 1)));
  }

  private static Selection suffix(String text, long length) {
    if (text.isEmpty()) {
      return Selection.whole(length);
    }
    long wanted = Math.min(number(text), length);
    return wanted == 0
        ? Selection.without(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        : Selection.part(ByteRange.ofLength(length - wanted, wanted));
  }

  /** Numbers too long for a long are as good as the largest. */
  private static long number(String digits) {
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.length() - zeros > DIGITS_MAX
        ? Long.MAX_VALUE
        : Long.parseLong(digits, zeros, digits.length(), 10);
  }
}
