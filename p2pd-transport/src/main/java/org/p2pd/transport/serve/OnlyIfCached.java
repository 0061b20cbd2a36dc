package org.p2pd.transport.serve;

import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/** {@code Cache-Control: only-if-cached} (RFC 9111 §5.2.1.7): who asks takes what is here, and has nothing fetched for it. */
public final class OnlyIfCached {
  private static final String DIRECTIVE = "only-if-cached";

  private OnlyIfCached() {}

  /** Whether a request with {@code headers} says so. */
  public static boolean isIn(HttpHeaders headers) {
    List<String> lines = headers.getOrEmpty(HttpHeaders.CACHE_CONTROL);
    if (lines.isEmpty()) {
      return false;
    }
    for (String directive : String.join(",", lines).toLowerCase(Locale.ROOT).split(",")) {
      if (directive.strip().equals(DIRECTIVE)) {
        return true;
      }
    }
    return false;
  }
}
