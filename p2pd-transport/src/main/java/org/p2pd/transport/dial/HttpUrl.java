package org.p2pd.transport.dial;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Recognises URLs of HTTP servers as people, settings and strangers write them. Says nothing of path, query and user: where
 * those matter, whoever asks looks himself. Looks up no name.
 */
public final class HttpUrl {
  private HttpUrl() {}

  /** Whether {@code url} begins with {@code http://} or {@code https://}, in lower case, and names a host. */
  public static boolean isOne(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null;
  }

  /** The URL that {@code text} writes out; null where it is none of an HTTP server. */
  public static @Nullable URI of(String text) {
    try {
      URI url = URI.create(text);
      return isOne(url) ? url : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
