package org.p2pd.transport.trace;

import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose work a request is: what the field {@code traceparent} says (W3C Trace Context, level 1).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero; the id of the request that a viewer made and of all that were
 *     made for it, and what answers call {@code X-Request-Id}
 * @param spanId 16 such digits: the piece of work that the next one belongs to
 * @param sampled whether spans of this trace are kept
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
  /** The request field that carries it. */
  public static final String FIELD = "traceparent";

  /** The field of answers, and of requests by balancers, that holds the trace id alone. */
  public static final String REQUEST_ID_FIELD = "X-Request-Id";

  private static final int FIELD_CHARS = 55;
  private static final int FIELD_CHARS_MAX = 512;
  private static final int REQUEST_ID_CHARS_MAX = 36;
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  /** What {@code field} says; null where it is absent or not well-formed, which the recommendation has ignored. */
  public static @Nullable TraceContext parse(@Nullable String field) {
    if (field == null || field.length() < FIELD_CHARS || field.length() > FIELD_CHARS_MAX) {
      return null;
    }
    String known = field.substring(0, FIELD_CHARS);
    boolean later = field.length() > FIELD_CHARS;
    if (!FORM.matcher(known).matches()
        || later && (known.startsWith("00") || field.charAt(FIELD_CHARS) != '-')) {
      return null;
    }
    String traceId = known.substring(3, 35);
    String spanId = known.substring(36, 52);
    boolean sampled = (Character.digit(known.charAt(54), 16) & 1) == 1;
    return traceId.equals(NO_TRACE) || spanId.equals(NO_SPAN)
        ? null
        : new TraceContext(traceId, spanId, sampled);
  }

  /**
   * The trace id that a request is to have: the one that a balancer before us gave it, or a new one.
   *
   * @param requestId {@code X-Request-Id}; 32 hexadecimal digits or a UUID, anything else counts as none
   */
  public static String traceIdOf(@Nullable String requestId) {
    if (requestId != null && requestId.length() <= REQUEST_ID_CHARS_MAX) {
      String digits = requestId.replace("-", "").toLowerCase(Locale.ROOT);
      if (TRACE_ID.matcher(digits).matches()) {
        return digits;
      }
    }
    return hex(nonZero()) + hex(nonZero());
  }

  /** As {@link #traceIdOf(String)}, where {@code traceparent} does not say it. */
  public static String traceIdOf(@Nullable String traceparent, @Nullable String requestId) {
    TraceContext caller = parse(traceparent);
    return caller == null ? traceIdOf(requestId) : caller.traceId();
  }

  /** A trace of its own, of which no spans are kept. */
  static TraceContext unsampled(String traceId) {
    return new TraceContext(traceId, hex(nonZero()), false);
  }

  /** The field's value. */
  public String toField() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  private static long nonZero() {
    long id = ThreadLocalRandom.current().nextLong();
    return id == 0 ? 1 : id;
  }

  private static String hex(long value) {
    return HexFormat.of().toHexDigits(value);
  }
}
