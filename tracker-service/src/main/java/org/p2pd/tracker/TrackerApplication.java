package org.p2pd.tracker;

import java.util.Map;
import org.p2pd.tracker.settings.RedisSettings;
import org.p2pd.tracker.settings.TrackerSettings;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** The tracker as a Spring Boot service. */
@SpringBootApplication(
    proxyBeanMethods = false,
    exclude = LettuceObservationAutoConfiguration.class)
@EnableConfigurationProperties({TrackerSettings.class, RedisSettings.class})
public class TrackerApplication {

  /** Starts the tracker with command-line arguments in Spring's form, {@code --server.port=7070}. */
  public static void main(String... args) {
    start(args);
  }

  /**
   * Starts the tracker in this process.
   *
   * <p>Its settings come from {@code tracker-service.yml}: several services share one class path in the standalone
   * program, so none of them may own {@code application.yml}.
   *
   * @param args settings in Spring's form
   */
  public static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(TrackerApplication.class)
        .properties(Map.of("spring.config.name", "tracker-service"))
        .run(args);
  }
}
