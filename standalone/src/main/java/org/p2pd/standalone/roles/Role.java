package org.p2pd.standalone.roles;

import java.util.Locale;
import org.p2pd.agent.AgentApplication;
import org.p2pd.cache.CacheApplication;
import org.p2pd.origin.OriginApplication;
import org.p2pd.tracker.TrackerApplication;

/** A service that runs as one Spring context. */
public enum Role {
  TRACKER("tracker-service", TrackerApplication.class),
  ORIGIN("block-service", OriginApplication.class),
  CACHE("cache-node", CacheApplication.class),
  AGENT("client-agent", AgentApplication.class);

  /** The property that tells a context its role, by {@link #title}. */
  static final String PROPERTY = "p2pd.role";

  private final String service;
  private final Class<?> application;

  Role(String service, Class<?> application) {
    this.service = service;
    this.application = application;
  }

  /** The role in the user's words, such as {@code tracker}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The module, and the name of its configuration file without {@code .yml}. */
  public String service() {
    return service;
  }

  /** The Spring Boot application. */
  Class<?> application() {
    return application;
  }
}
