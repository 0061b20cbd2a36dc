package org.p2pd.cache.settings;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings {@code p2pd.cache.site.*}: the site's own tracker, whose agents cluster round this cache (WIRE §2).
 *
 * @param tracker base URLs of its replicas; empty = the cache belongs to no site's cluster
 * @param token the token of that tracker's operator; it makes this cache the one that every answer there names
 */
@ConfigurationProperties("p2pd.cache.site")
public record ClusterSettings(
    @Nullable List<URI> tracker, @Nullable String token) {
  public ClusterSettings {
    tracker = tracker == null ? List.of() : List.copyOf(tracker);
    token = token == null || token.isBlank() ? null : token.strip();
    for (URI replica : tracker) {
      if (replica.getHost() == null) {
        throw new SettingException(
            "P2PD_CACHE_SITE_TRACKER", replica, "URLs such as http://tracker.campus.example:7070");
      }
    }
    if (!tracker.isEmpty() && token == null) {
      throw new SettingException(
          "P2PD_CACHE_SITE_TRACKER",
          tracker,
          "P2PD_CACHE_SITE_TOKEN with it, the P2PD_TRACKER_PUBLISH_TOKEN of that tracker");
    }
  }

  /** The replicas of the site's tracker; empty = none. */
  public List<URI> trackers() {
    return tracker == null ? List.of() : tracker;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ClusterSettings[" + tracker + "]";
  }
}
