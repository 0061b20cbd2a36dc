package org.p2pd.agent;

import org.p2pd.transport.settings.NodeSettings;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The client-agent: a viewer's own access to films, shared with other viewers. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableConfigurationProperties(NodeSettings.class)
public class AgentApplication {
  /** The name of the configuration file, so that several services fit into one process. */
  public static final String CONFIG_NAME = "client-agent";

  /** Starts the agent; settings come from the environment and from {@code --p2pd.…=} arguments. */
  public static void main(String[] args) {
    System.setProperty("spring.config.name", CONFIG_NAME);
    SpringApplication.run(AgentApplication.class, args);
  }
}
