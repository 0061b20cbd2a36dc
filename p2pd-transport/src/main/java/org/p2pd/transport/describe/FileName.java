package org.p2pd.transport.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.web.util.UriUtils;

/** The name of a film's file, as people read it. */
public final class FileName {
  private FileName() {}

  /** The last segment of {@code path}, which is percent-encoded, decoded. */
  public static String of(String path) {
    return UriUtils.decode(path.substring(path.lastIndexOf('/') + 1), UTF_8);
  }
}
