package org.p2pd.standalone.roles;

import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Event loops for one context among several, where the service has none of its own. Boot's default is the process's,
 * which the first context to close would take from the others.
 */
@AutoConfiguration(before = NettyReactiveWebServerAutoConfiguration.class)
@ConditionalOnBooleanProperty(OwnEventLoops.PROPERTY)
public final class OwnEventLoops {
  /** Says that a context is one among several in its process. */
  static final String PROPERTY = "p2pd.among-others";

  /** Loops that end at once with their context. */
  @Bean
  @ConditionalOnMissingBean
  static ReactorResourceFactory ownEventLoops() {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    resources.setShutdownQuietPeriod(Duration.ZERO);
    return resources;
  }
}
