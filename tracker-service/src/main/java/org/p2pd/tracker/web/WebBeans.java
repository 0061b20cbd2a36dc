package org.p2pd.tracker.web;

import java.time.Duration;
import org.p2pd.transport.problem.ProblemHandler;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JacksonModule;

/** What every call shares: problem documents, JSON forms, limits on slow clients. */
@Configuration(proxyBeanMethods = false)
class WebBeans {
  private static final Duration IDLE_MAX = Duration.ofSeconds(75);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(20);

  @Bean
  ProblemHandler problemHandler() {
    return new ProblemHandler();
  }

  @Bean
  JacksonModule wireFormat() {
    return WireFormat.module();
  }

  /** Reactor Netty has no time-outs of its own: idle and dribbling clients would stay for ever. */
  @Bean
  NettyServerCustomizer patience() {
    return server -> server.idleTimeout(IDLE_MAX).requestTimeout(REQUEST_MAX);
  }
}
