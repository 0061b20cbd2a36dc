package org.p2pd.agent.node;

import java.io.IOException;
import org.p2pd.agent.settings.AgentSettings;
import org.p2pd.transport.problem.ProblemHandler;
import org.p2pd.transport.serve.HostHeader;
import org.p2pd.transport.serve.ServingLimits;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JacksonModule;

/** Puts the agent together as a service. */
@Configuration(proxyBeanMethods = false)
class AgentConfiguration {
  @Bean
  AgentNode agentNode(AgentSettings agent, NodeSettings network) throws IOException {
    return new AgentNode(agent, network);
  }

  @Bean
  ProblemHandler problemHandler() {
    return new ProblemHandler();
  }

  @Bean
  HostHeader hostHeader() {
    return new HostHeader();
  }

  @Bean
  JacksonModule wireFormat() {
    return WireFormat.module();
  }

  @Bean
  NettyServerCustomizer servingLimits() {
    return ServingLimits.DEFAULT;
  }

  @Bean
  HealthIndicator trackerHealthIndicator(AgentNode node) {
    return () -> {
      var status = node.session().status();
      return (status.connected() ? Health.up() : Health.outOfService())
          .withDetail("tracker", status.explanation())
          .build();
    };
  }
}
