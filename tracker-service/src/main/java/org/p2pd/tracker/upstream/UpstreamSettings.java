package org.p2pd.tracker.upstream;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.settings.SettingException;

/**
 * What {@code P2PD_TRACKER_UPSTREAM} says: nothing, {@code auto}, or the base URLs of one tracker's replicas.
 *
 * @param auto whether each authority's own tracker is looked up
 * @param urls the replicas; empty where {@code auto}, and where there is no upstream
 */
record UpstreamSettings(boolean auto, List<URI> urls) {
  private static final String NAME = "P2PD_TRACKER_UPSTREAM";
  private static final String EXPECTED =
      "'auto', or URLs of one tracker's replicas such as http://tracker.example.org:7070";

  static UpstreamSettings parse(List<String> said) {
    if (said.contains("auto")) {
      if (said.size() > 1) {
        throw new SettingException(NAME, said, EXPECTED);
      }
      return new UpstreamSettings(true, List.of());
    }
    return new UpstreamSettings(
        false, said.stream().map(UpstreamSettings::checked).toList());
  }

  private static URI checked(String text) {
    URI uri = uri(text);
    if (uri == null) {
      throw new SettingException(NAME, text, EXPECTED);
    }
    return uri;
  }

  /** The base URL that {@code text} is; null where it is none. */
  static @Nullable URI uri(String text) {
    URI uri = HttpUrl.of(text.strip());
    return uri != null && uri.getUserInfo() == null ? uri : null;
  }
}
