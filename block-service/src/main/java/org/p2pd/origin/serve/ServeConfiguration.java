package org.p2pd.origin.serve;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.publish.PublisherKeys;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.transport.serve.ContentRoutes;
import org.p2pd.transport.serve.HttpEdge;
import org.p2pd.transport.serve.ReadOnlyMethods;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.tracker.IdentityRoutes;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.TrafficCounters;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@Import(HttpEdge.class)
class ServeConfiguration {
  private static final int DISK_THREADS = 16;
  private static final int DISK_WAITING_MAX = 20_000;

  @Bean(destroyMethod = "dispose")
  Scheduler disk() {
    return Schedulers.newBoundedElastic(DISK_THREADS, DISK_WAITING_MAX, "origin-disk");
  }

  @Bean
  Uploads uploads(TrafficCounters traffic, MeterRegistry meters) {
    return Uploads.toNodes(traffic, meters);
  }

  /** The order counts: whatever no other route answers is looked up as a film. */
  @Bean
  RouterFunction<ServerResponse> routes(
      Catalogue catalogue,
      Scheduler disk,
      Uploads uploads,
      TrackerSession session,
      NodeSettings node,
      Authorities authorities,
      PublisherKeys keys) {
    return ContentRoutes.of(new CatalogueSource(catalogue, disk), uploads)
        .and(IdentityRoutes.of(session))
        .and(DiscoveryRoutes.of(node, authorities, keys))
        .and(FilmRoutes.of(catalogue, disk, uploads));
  }

  @Bean
  ReadOnlyMethods readOnlyMethods(ApplicationContext context) {
    return new ReadOnlyMethods(context);
  }

  @Bean
  CrossOrigin crossOrigin() {
    return new CrossOrigin();
  }
}
