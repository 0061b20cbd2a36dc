package org.p2pd.transport.fetch.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ByteRange;

/** Checks that an answer carries exactly the bytes that were asked for (RFC 9110 §14.4). */
final class ContentRange {
  private static final Pattern FORM =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private ContentRange() {}

  /** Whether a 206 with this {@code Content-Range} answers {@code asked} of a content of {@code length} bytes. */
  static boolean isExactly(@Nullable String header, ByteRange asked, long length) {
    Matcher matcher = header == null ? null : FORM.matcher(header);
    return matcher != null
        && matcher.matches()
        && Long.parseLong(matcher.group(1)) == asked.first()
        && Long.parseLong(matcher.group(2)) == asked.last()
        && (matcher.group(3).equals("*") || Long.parseLong(matcher.group(3)) == length);
  }
}
