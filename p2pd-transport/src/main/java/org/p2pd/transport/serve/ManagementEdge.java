package org.p2pd.transport.serve;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * The same limits on the management port as on the other. It is a server of its own, to which the framework takes over
 * none of the settings made by beans; it finds this class by its name in {@code META-INF/spring}.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
public class ManagementEdge {
  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementLimits() {
    return factory -> factory.addServerCustomizers(ServingLimits.DEFAULT);
  }
}
