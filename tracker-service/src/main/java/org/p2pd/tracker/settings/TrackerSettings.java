package org.p2pd.tracker.settings;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The tracker's own settings.
 *
 * @param secret key of the host tokens, the same on every replica; "new,old" while it is changed: tokens are written
 *     with the first and read with all; null = a random one for this process
 * @param publishToken the operator's token; null = a random one for this process
 * @param proxies peers whose {@code X-Forwarded-For} is believed, addresses or CIDR
 * @param upstream where a site's tracker takes publications from: URLs of a tracker's replicas, or {@code auto}; null =
 *     this is no site's tracker
 * @param ratePerAddress calls per second of one client address, a registration counts as 50; 0 = no limit
 * @param peers whether viewers may be handed out at all, whatever publications say
 */
@ConfigurationProperties("p2pd.tracker")
public record TrackerSettings(
    @Nullable String secret,
    @Nullable String publishToken,
    @Nullable List<String> proxies,
    @Nullable List<String> upstream,
    @DefaultValue("500") int ratePerAddress,
    @DefaultValue("true") boolean peers) {
  private static final int SECRET_CHARS_MIN = 16;
  private static final int RATE_MAX = 1_000_000;

  public TrackerSettings {
    secret = secret == null || secret.isBlank() ? null : secret;
    split(secret).forEach(one -> checked("P2PD_TRACKER_SECRET", one));
    publishToken = checked(
        "P2PD_TRACKER_PUBLISH_TOKEN",
        publishToken == null || publishToken.isBlank() ? null : publishToken);
    proxies =
        proxies == null ? List.of() : proxies.stream().filter(p -> !p.isBlank()).toList();
    proxies.forEach(TrackerSettings::network);
    upstream = upstream == null
        ? List.of()
        : upstream.stream().filter(each -> !each.isBlank()).toList();
    if (ratePerAddress < 0 || ratePerAddress > RATE_MAX) {
      throw new SettingException(
          "P2PD_TRACKER_RATE",
          ratePerAddress,
          "0 = no limit, or 1 to " + RATE_MAX + " calls per second");
    }
  }

  /** The keys of host tokens, the one to write with first; empty = none set. */
  public List<String> secrets() {
    return split(secret);
  }

  private static List<String> split(@Nullable String secret) {
    return secret == null
        ? List.of()
        : Arrays.stream(secret.split(",", -1)).map(String::trim).toList();
  }

  /** Whether the operator set both secrets, so that the tracker may be reached from other machines. */
  public boolean guarded() {
    return secret != null && publishToken != null;
  }

  /** The networks of {@link #proxies}. */
  public List<Cidr> proxyNetworks() {
    return proxies == null
        ? List.of()
        : proxies.stream().map(TrackerSettings::network).toList();
  }

  private static Cidr network(String text) {
    return SettingException.read(
        "P2PD_TRACKER_PROXIES",
        text,
        Cidr::parse,
        "addresses or networks such as 10.1.0.0/16 or fd00::/8");
  }

  /** What {@link #upstream} names, as written; empty = nothing. */
  public List<String> upstreams() {
    return upstream == null ? List.of() : upstream;
  }

  private static @Nullable String checked(String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (value.length() < SECRET_CHARS_MIN) {
      throw new SettingException(
          name,
          value.length() + " characters",
          "at least " + SECRET_CHARS_MIN
              + " random characters, for instance from 'openssl rand -hex 32'");
    }
    return value;
  }
}
