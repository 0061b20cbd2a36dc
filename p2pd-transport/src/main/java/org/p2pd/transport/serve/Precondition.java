package org.p2pd.transport.serve;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Preconditions in the order of RFC 9110 §13.2.2: If-Match, else If-Unmodified-Since; If-None-Match, else
 * If-Modified-Since; then Range, unless If-Range speaks against it.
 *
 * <p>Pure. Fields that cannot be read are as if they were absent, except that an unreadable If-Match matches nothing.
 */
final class Precondition {
  private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

  private Precondition() {}

  static Selection evaluate(RequestConditions request, Representation current) {
    if (hasLostUpdate(request, current)) {
      return Selection.without(HttpStatus.PRECONDITION_FAILED);
    }
    if (isNotModified(request, current)) {
      return Selection.without(HttpStatus.NOT_MODIFIED);
    }
    return select(request, current);
  }

  private static boolean hasLostUpdate(RequestConditions request, Representation current) {
    if (request.ifMatch() != null) {
      return !matches(request.ifMatch(), current.etag(), false);
    }
    Instant unmodifiedSince = HttpDate.parse(request.ifUnmodifiedSince());
    Instant lastModified = lastModified(current);
    return unmodifiedSince != null && lastModified != null && lastModified.isAfter(unmodifiedSince);
  }

  private static boolean isNotModified(RequestConditions request, Representation current) {
    if (request.ifNoneMatch() != null) {
      return matches(request.ifNoneMatch(), current.etag(), true);
    }
    Instant modifiedSince = HttpDate.parse(request.ifModifiedSince());
    Instant lastModified = lastModified(current);
    return modifiedSince != null && lastModified != null && !lastModified.isAfter(modifiedSince);
  }

  /** Range is defined for GET only (RFC 9110 §14.2), and says nothing about an empty representation. */
  private static Selection select(RequestConditions request, Representation current) {
    boolean ranged = !request.head()
        && request.range() != null
        && current.length() > 0
        && allowsRange(request.ifRange(), current);
    return ranged
        ? RequestedRange.select(Objects.requireNonNull(request.range()), current.length())
        : Selection.whole(current.length());
  }

  /** If-Range (RFC 9110 §13.1.5): a tag compares strongly, a date must be exactly the last modification. */
  private static boolean allowsRange(@Nullable String ifRange, Representation current) {
    if (ifRange == null) {
      return true;
    }
    String validator = ifRange.strip();
    if (validator.startsWith("\"") || validator.startsWith("W/")) {
      return validator.equals(current.etag());
    }
    Instant date = HttpDate.parse(validator);
    return date != null && date.equals(lastModified(current));
  }

  private static boolean matches(String list, String etag, boolean weakly) {
    if (list.strip().equals("*")) {
      return true;
    }
    Matcher tags = ENTITY_TAG.matcher(list);
    while (tags.find()) {
      if (etag.equals(tags.group(2)) && (weakly || tags.group(1) == null)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Instant lastModified(Representation current) {
    Instant exact = current.lastModified();
    return exact == null ? null : exact.truncatedTo(ChronoUnit.SECONDS);
  }
}
