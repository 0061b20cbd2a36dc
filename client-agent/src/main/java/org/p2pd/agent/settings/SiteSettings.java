package org.p2pd.agent.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the site's own cache is looked for ({@code P2PD_AGENT_SITE_…}).
 *
 * @param domain whose DNS is asked; empty = the system's search domains, {@code none} = none is looked for
 * @param resolver DNS servers, {@code host} or {@code host:port}; empty = the system's
 */
public record SiteSettings(
    @DefaultValue("") String domain, @DefaultValue("") String resolver) {
  /** As the system says. */
  public static final SiteSettings SEARCHED = new SiteSettings("", "");

  private static final String NOT_SEARCHED = "none";

  public SiteSettings {
    domain = domain.strip();
    resolver = resolver.strip();
  }

  /** Whether a cache is looked for at all. */
  public boolean isSearched() {
    return !domain.equals(NOT_SEARCHED);
  }
}
