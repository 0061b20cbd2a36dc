package org.p2pd.origin.redirect;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.wire.WireFields;
import org.springframework.http.HttpHeaders;

/**
 * Where a viewer is sent for a film, if anywhere ({@code P2PD_PUBLISH_REDIRECT}). Requests of nodes and those that came
 * through a proxy are served here, so that nobody is sent in circles.
 */
public final class Redirects {
  private final @Nullable HealthyCaches caches;
  private final Nearness nearness;

  Redirects(@Nullable HealthyCaches caches, Nearness nearness) {
    this.caches = caches;
    this.nearness = nearness;
  }

  /** Whether a request with these fields might be sent elsewhere. */
  public boolean concern(Function<String, @Nullable String> field) {
    return caches != null && areOfViewer(field);
  }

  /** Whether a request with these fields is of a viewer's own program: neither of a node nor through a proxy. */
  public static boolean areOfViewer(Function<String, @Nullable String> field) {
    return field.apply(WireFields.CDN_LOOP) == null
        && field.apply(HttpHeaders.VIA) == null
        && !Dialer.USER_AGENT.equals(field.apply(HttpHeaders.USER_AGENT));
  }

  /** The URL of {@code file} at a healthy cache near {@code viewer}; empty = serve it here. Never waits. */
  public Optional<String> target(PublishedFile file, @Nullable InetSocketAddress viewer) {
    if (caches == null || viewer == null || !isStream(file.publication().mediaType())) {
      return Optional.empty();
    }
    return nearness
        .nearest(viewer.getAddress(), caches.of(file))
        .map(cache -> cache.url() + file.path());
  }

  /** Pages and what belongs to them stay together. */
  private static boolean isStream(String mediaType) {
    return mediaType.startsWith("video/") || mediaType.startsWith("audio/");
  }
}
