package org.p2pd.origin.serve;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.publish.PublisherKeys;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.transport.problem.ProblemHandler;
import org.p2pd.transport.serve.ContentRoutes;
import org.p2pd.transport.serve.HostHeader;
import org.p2pd.transport.serve.ReadOnlyMethods;
import org.p2pd.transport.serve.ServingLimits;
import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.tracker.IdentityRoutes;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.TrafficCounters;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JacksonModule;

@Configuration(proxyBeanMethods = false)
class ServeConfiguration {
  private static final int DISK_THREADS = 16;
  private static final int DISK_WAITING_MAX = 20_000;

  @Bean(destroyMethod = "dispose")
  Scheduler disk() {
    return Schedulers.newBoundedElastic(DISK_THREADS, DISK_WAITING_MAX, "origin-disk");
  }

  @Bean
  ServingObserver uploads(TrafficCounters traffic, MeterRegistry meters) {
    return new Uploads(traffic, meters);
  }

  /** The order counts: whatever no other route answers is looked up as a film. */
  @Bean
  RouterFunction<ServerResponse> routes(
      Catalogue catalogue,
      Scheduler disk,
      ServingObserver uploads,
      TrackerSession session,
      NodeSettings node,
      Authorities authorities,
      PublisherKeys keys) {
    return ContentRoutes.of(new CatalogueSource(catalogue, disk), uploads)
        .and(IdentityRoutes.of(session))
        .and(Discovery.of(node, authorities, keys))
        .and(FilmRoutes.of(catalogue, disk, uploads));
  }

  @Bean
  NettyServerCustomizer servingLimits() {
    return ServingLimits.DEFAULT;
  }

  /** Event loops of this origin's own: the shared ones would end with the first of several services in a process. */
  @Bean
  ReactorResourceFactory eventLoops() {
    ReactorResourceFactory factory = new ReactorResourceFactory();
    factory.setUseGlobalResources(false);
    factory.setShutdownQuietPeriod(Duration.ZERO);
    return factory;
  }

  /** Bodies that Spring writes have the forms of the contract. */
  @Bean
  JacksonModule wireFormat() {
    return WireFormat.module();
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
  ReadOnlyMethods readOnlyMethods() {
    return new ReadOnlyMethods();
  }

  @Bean
  CrossOrigin crossOrigin() {
    return new CrossOrigin();
  }
}
