package org.p2pd.transport.edge;

import java.time.Duration;
import org.p2pd.transport.problem.ProblemHandler;
import org.p2pd.transport.trace.RequestTracing;
import org.p2pd.transport.trace.TraceSettings;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JacksonModule;

/** What the HTTP side of every service has in common; services import it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TraceSettings.class)
public class HttpEdge {
  /** One event loop for each processor: more would take each other's turn. */
  private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  @Bean
  ProblemHandler problemHandler() {
    return new ProblemHandler();
  }

  @Bean
  Traces traces(TraceSettings settings, @Value("${spring.application.name:p2pd}") String service) {
    return Traces.of(settings, service);
  }

  @Bean
  RequestTracing requestTracing(Traces traces) {
    return new RequestTracing(traces);
  }

  @Bean
  JacksonModule wireFormat() {
    return WireFormat.module();
  }

  /** First, so that what a service puts behind the HTTP codec itself stands before what all have there. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  NettyServerCustomizer servingLimits() {
    return ServingLimits.DEFAULT;
  }

  /** Comes after the framework's own, which takes the head's limits from properties. */
  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> headLimits() {
    return factory -> factory.addServerCustomizers(ServingLimits::limitHead);
  }

  @Bean
  NettyServerCustomizer malformedTarget() {
    return new MalformedTarget();
  }

  @Bean
  HostHeader hostHeader() {
    return new HostHeader();
  }

  @Bean
  OtherMethods otherMethods(ObjectProvider<RouterFunction<?>> routes) {
    return new OtherMethods(routes::orderedStream);
  }

  @Bean
  HttpClock httpClock() {
    return new HttpClock();
  }

  /** Event loops of the service's own: the shared ones would end with the first of several services in a process. */
  @Bean
  ReactorResourceFactory eventLoops() {
    ReactorResourceFactory factory = new ReactorResourceFactory();
    factory.setUseGlobalResources(false);
    factory.setLoopResourcesSupplier(() -> LoopResources.create("p2pd-http", LOOPS, true));
    factory.setShutdownQuietPeriod(Duration.ZERO);
    return factory;
  }
}
