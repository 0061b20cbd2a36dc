package org.p2pd.standalone.roles;

import java.util.Locale;

/** A service that runs as one Spring context. */
public enum Role {
  TRACKER("tracker-service", "org.p2pd.tracker.TrackerApplication"),
  ORIGIN("block-service", "org.p2pd.origin.OriginApplication"),
  CACHE("cache-node", "org.p2pd.cache.CacheApplication"),
  AGENT("client-agent", "org.p2pd.agent.AgentApplication");

  /** The property that tells a context its role, by {@link #title}. */
  static final String PROPERTY = "p2pd.role";

  private final String service;
  private final String applicationName;

  Role(String service, String applicationName) {
    this.service = service;
    this.applicationName = applicationName;
  }

  /** The role in the user's words, such as {@code tracker}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The module, and the name of its configuration file without {@code .yml}. */
  public String service() {
    return service;
  }

  /** The Spring Boot application, loaded only when it is asked for. */
  Class<?> application() {
    try {
      return Class.forName(applicationName);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(applicationName + " is not part of this build", e);
    }
  }
}
