package org.p2pd.transport.edge;

import java.util.Map;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * The same limits on the management port as on the other, and none of its routes. It is a server of its own, to which the
 * framework takes over none of the settings made by beans, but all routes; it finds this class by its name in {@code
 * META-INF/spring}.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
public class ManagementEdge {
  /** After the endpoints, which are at -100, and before the service's own routes, at -1. */
  private static final int AFTER_ENDPOINTS = -50;

  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementLimits() {
    return factory -> factory.addServerCustomizers(ServingLimits.DEFAULT);
  }

  @Bean
  SimpleUrlHandlerMapping endpointsOnly() {
    WebHandler nothing = exchange -> Mono.error(() -> ProblemException.notFound(
        "no such endpoint: " + exchange.getRequest().getPath().value()
            + " (expected: one listed at /actuator; films are on the other port)"));
    return new SimpleUrlHandlerMapping(Map.of("/**", nothing), AFTER_ENDPOINTS);
  }
}
