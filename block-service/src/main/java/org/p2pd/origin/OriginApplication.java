package org.p2pd.origin;

import java.util.Map;
import org.p2pd.transport.settings.NodeSettings;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** The block-service: put files in a directory, and they are served. A process, or a part of one. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableConfigurationProperties(NodeSettings.class)
public class OriginApplication {
  /** Runs an origin until the process ends. */
  public static void main(String[] args) {
    start(args);
  }

  /**
   * Starts an origin and returns when it serves.
   *
   * <p>Its settings come from {@code block-service.yml}, the environment and {@code args}: several services may share one
   * class path, so none of them owns {@code application.yml}.
   *
   * @param args settings in Spring's form, such as {@code --p2pd.publish.directory=/srv/media}
   */
  public static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(OriginApplication.class)
        .properties(Map.of("spring.config.name", "block-service"))
        .run(args);
  }
}
