package org.p2pd.origin.serve;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.publish.PublisherKeys;
import org.p2pd.origin.redirect.Redirects;
import org.p2pd.origin.serve.disk.OpenFiles;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.transport.express.ExpressLane;
import org.p2pd.transport.serve.ContentRoutes;
import org.p2pd.transport.serve.HttpEdge;
import org.p2pd.transport.serve.ReadOnlyMethods;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.tracker.IdentityRoutes;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.TrafficCounters;
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
  OpenFiles openFiles(Catalogue catalogue, Scheduler disk) {
    OpenFiles files = new OpenFiles(disk);
    catalogue.addListener(files);
    return files;
  }

  @Bean
  ExpressLane expressLane(
      Catalogue catalogue, OpenFiles files, Redirects redirects, Uploads uploads) {
    return new ExpressLane(new ExpressFilms(catalogue, files, redirects, uploads));
  }

  @Bean
  Uploads uploads(TrafficCounters traffic, MeterRegistry meters) {
    return Uploads.toNodes(traffic, meters);
  }

  /** The order counts: whatever no other route answers is looked up as a film. */
  @Bean
  RouterFunction<ServerResponse> routes(
      Catalogue catalogue,
      OpenFiles files,
      Redirects redirects,
      Uploads uploads,
      TrackerSession session,
      NodeSettings node,
      Authorities authorities,
      PublisherKeys keys) {
    return ContentRoutes.of(new CatalogueSource(catalogue, files), uploads)
        .and(IdentityRoutes.of(session))
        .and(Discovery.of(node, authorities, keys))
        .and(FilmRoutes.of(catalogue, files, redirects, uploads));
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
