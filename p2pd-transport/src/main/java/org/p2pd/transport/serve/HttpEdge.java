package org.p2pd.transport.serve;

import org.p2pd.transport.problem.ProblemHandler;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JacksonModule;

/** What the HTTP side of every service has in common; services import it. */
@Configuration(proxyBeanMethods = false)
public class HttpEdge {
  @Bean
  ProblemHandler problemHandler() {
    return new ProblemHandler();
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
  HostHeader hostHeader() {
    return new HostHeader();
  }
}
