package org.p2pd.tracker.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.tracker.network.Cidr;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The tracker's own settings.
 *
 * @param secret key of the host tokens, the same on every replica; null = a random one for this process
 * @param publishToken the operator's token; null = a random one for this process
 * @param proxies peers whose {@code X-Forwarded-For} is believed, addresses or CIDR
 */
@ConfigurationProperties("p2pd.tracker")
public record TrackerSettings(
    @Nullable String secret,
    @Nullable String publishToken,
    @Nullable List<String> proxies) {
  private static final int SECRET_CHARS_MIN = 16;

  public TrackerSettings {
    secret = checked("p2pd.tracker.secret (P2PD_TRACKER_SECRET)", secret);
    publishToken = checked("p2pd.tracker.publish-token (P2PD_TRACKER_PUBLISH_TOKEN)", publishToken);
    proxies =
        proxies == null ? List.of() : proxies.stream().filter(p -> !p.isBlank()).toList();
    proxies.forEach(Cidr::parse);
  }

  /** Whether the operator set both secrets, so that the tracker may be reached from other machines. */
  public boolean guarded() {
    return secret != null && publishToken != null;
  }

  /** The networks of {@link #proxies}. */
  public List<Cidr> proxyNetworks() {
    return proxies == null ? List.of() : proxies.stream().map(Cidr::parse).toList();
  }

  private static @Nullable String checked(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.length() < SECRET_CHARS_MIN) {
      throw new IllegalArgumentException(
          name + ": " + value.length() + " characters (expected: at least " + SECRET_CHARS_MIN
              + " random characters, for instance from 'openssl rand -hex 32')");
    }
    return value;
  }
}
