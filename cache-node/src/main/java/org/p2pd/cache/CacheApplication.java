package org.p2pd.cache;

import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The cache node: a process, or a part of one. */
@SpringBootApplication
public class CacheApplication {
  /** The cache's own configuration file: several services may share one class path. */
  private static final String CONFIG_NAME = "--spring.config.name=cache-node";

  /** Runs a cache until the process ends. */
  public static void main(String[] args) {
    start(args);
  }

  /**
   * Starts a cache and returns when it serves.
   *
   * @param args as on the command line, such as {@code --p2pd.cache.size=10GB}
   */
  public static ConfigurableApplicationContext start(String... args) {
    String[] all = Stream.concat(Stream.of(CONFIG_NAME), Stream.of(args)).toArray(String[]::new);
    return SpringApplication.run(CacheApplication.class, all);
  }
}
