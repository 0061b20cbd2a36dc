package org.p2pd.agent.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Clock;
import org.p2pd.agent.settings.AgentSettings;
import org.p2pd.agent.settings.Privacy;
import org.p2pd.agent.settings.UploadSettings;
import org.p2pd.agent.sharing.Sharing;
import org.p2pd.transport.edge.HttpEdge;
import org.p2pd.transport.edge.OperatorsOnly;
import org.p2pd.transport.serve.FirstByte;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.RegisteredMeter;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the agent together as a service. */
@Configuration(proxyBeanMethods = false)
@Import(HttpEdge.class)
class AgentConfiguration {
  @Bean
  AgentNode agentNode(AgentSettings agent, NodeSettings network, Traces traces) throws IOException {
    AgentNode node = new AgentNode(agent, network);
    node.trace(traces);
    return node;
  }

  @Bean
  Sharing sharing(AgentSettings agent, AgentNode node) {
    UploadSettings upload = agent.upload();
    return new Sharing(
        agent.root(),
        upload.ceiling(agent.share()),
        upload.peers(),
        node.traffic(),
        Clock.systemDefaultZone());
  }

  @Bean
  FirstByte firstByte(MeterRegistry meters) {
    return new FirstByte(meters);
  }

  /** An agent has no operator: nobody changes anything through its management port. */
  @Bean
  OperatorsOnly operatorsOnly(ApplicationContext context) {
    return new OperatorsOnly(context, "token for agents", null);
  }

  /** Only of an agent that means to be registered wherever it is. */
  @Bean
  MeterBinder registered(AgentNode node, AgentSettings agent) {
    return registry -> {
      if (agent.privacy() == Privacy.OPEN) {
        new RegisteredMeter(node.session()).bindTo(registry);
      }
    };
  }

  @Bean
  MeterBinder regret(AgentNode node) {
    return registry -> FunctionCounter.builder(
            "p2pd.regret", node, each -> each.regret().toMillis() / 1e3)
        .baseUnit("seconds")
        .register(registry);
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
