package org.p2pd.standalone.roles;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps Redis out of every context but the tracker's: all services share one class path here, and Boot would connect,
 * and report as unhealthy, whatever it finds there. Boot makes an instance (see {@code spring.factories}).
 */
public final class RedisForTrackerOnly implements AutoConfigurationImportFilter, EnvironmentAware {
  private static final String REDIS = "org.springframework.boot.data.redis.";

  private @Nullable Environment environment;

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean[] match(
      @Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
    boolean redisToo = environment == null
        || Role.TRACKER.title().equals(environment.getProperty(Role.PROPERTY, "tracker"));
    boolean[] wanted = new boolean[autoConfigurations.length];
    for (int i = 0; i < wanted.length; i++) {
      String name = autoConfigurations[i];
      wanted[i] = redisToo || name == null || !name.startsWith(REDIS);
    }
    return wanted;
  }
}
