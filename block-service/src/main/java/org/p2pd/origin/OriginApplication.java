package org.p2pd.origin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The block-service: put files in a directory, and they are served. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class OriginApplication {
  /** The name of the configuration file, so that several services fit into one process. */
  public static final String CONFIG_NAME = "block-service";

  /** Starts the origin; settings come from the environment and from {@code --p2pd.…=} arguments. */
  public static void main(String[] args) {
    System.setProperty("spring.config.name", CONFIG_NAME);
    SpringApplication.run(OriginApplication.class, args);
  }
}
