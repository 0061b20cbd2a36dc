package org.p2pd.agent.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the site's own cache is looked for ({@code P2PD_AGENT_SITE_…}).
 *
 * @param domain whose DNS is asked; empty = the system's search domains, {@code none} = none is looked for
 * @param resolver the DNS server that is asked, {@code host} or {@code host:port}; empty = the system's
 */
public record SiteSettings(
    @DefaultValue("") String domain, @DefaultValue("") String resolver) {
  /** As the system says. */
  public static final SiteSettings SEARCHED = new SiteSettings("", "");

  private static final String NOT_SEARCHED = "none";
  private static final int DNS_PORT = 53;

  public SiteSettings {
    domain = domain.strip();
    resolver = resolver.strip();
  }

  /** Who is asked; null = the system's DNS servers. */
  public @Nullable InetSocketAddress server() {
    if (resolver.isEmpty()) {
      return null;
    }
    URI parsed;
    try {
      parsed = URI.create("dns://" + resolver);
    } catch (IllegalArgumentException e) {
      throw wrongResolver();
    }
    if (parsed.getHost() == null) {
      throw wrongResolver();
    }
    int port = parsed.getPort() < 0 ? DNS_PORT : parsed.getPort();
    return new InetSocketAddress(parsed.getHost(), port);
  }

  private SettingException wrongResolver() {
    return new SettingException(
        "P2PD_AGENT_SITE_RESOLVER", resolver, "a DNS server such as 10.0.0.1 or 10.0.0.1:53");
  }

  /** Whether a cache is looked for at all. */
  public boolean isSearched() {
    return !domain.equals(NOT_SEARCHED);
  }
}
