package org.p2pd.protocol.content;

import org.p2pd.protocol.MalformedValueException;

/**
 * A non-empty run of bytes of a content, both ends included, as in HTTP's {@code Range} (RFC 9110 §14.1.2).
 *
 * @param first offset of the first byte, from 0
 * @param last offset of the last byte, {@code last >= first}
 */
public record ByteRange(long first, long last) {
  public ByteRange {
    if (first < 0 || last < first) {
      throw new MalformedValueException("range", first + "-" + last, "0 <= first <= last");
    }
  }

  /** The range of {@code length} bytes from {@code offset}; {@code length > 0}. */
  public static ByteRange ofLength(long offset, long length) {
    return new ByteRange(offset, offset + length - 1);
  }

  /** The number of bytes, at least 1. */
  public long length() {
    return last - first + 1;
  }
}
