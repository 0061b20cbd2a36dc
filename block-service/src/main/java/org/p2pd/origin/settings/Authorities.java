package org.p2pd.origin.settings;

import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The names of this provider; the default is known once the server listens. */
@Component
public final class Authorities {
  private final PublishSettings settings;
  private final Environment environment;

  Authorities(PublishSettings settings, Environment environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /** All names, the canonical one first. */
  public List<String> all() {
    return settings.authority().isEmpty() ? List.of("localhost:" + port()) : settings.authority();
  }

  /** The port that this origin listens on. */
  public int port() {
    return environment.getRequiredProperty("local.server.port", Integer.class);
  }
}
