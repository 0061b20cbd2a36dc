package org.p2pd.origin.serve;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.describe.Playlists;
import org.p2pd.origin.publish.PublisherKeys;
import org.p2pd.origin.redirect.Redirects;
import org.p2pd.origin.serve.disk.OpenFiles;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.transport.edge.AbsoluteTarget;
import org.p2pd.transport.edge.HttpEdge;
import org.p2pd.transport.edge.ReadOnlyMethods;
import org.p2pd.transport.edge.UploadLimits;
import org.p2pd.transport.fastpath.Drain;
import org.p2pd.transport.fastpath.FastPath;
import org.p2pd.transport.serve.ContentRoutes;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.IdentityRoutes;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@Import(HttpEdge.class)
class ServeConfiguration {
  private static final long PIECE_BYTES_MAX = 1 << 20;
  private static final int DISK_THREADS = 16;
  private static final int DISK_WAITING_MAX = 20_000;

  @Bean(destroyMethod = "dispose")
  Scheduler disk() {
    return Schedulers.newBoundedElastic(DISK_THREADS, DISK_WAITING_MAX, "origin-disk");
  }

  @Bean
  UploadLimits uploadLimits(PublishSettings settings) {
    return new UploadLimits(
        bytes(settings.uploadLimit()), bytes(settings.uploadLimitPerConnection()));
  }

  private static long bytes(@Nullable DataSize limit) {
    return limit == null ? 0 : limit.toBytes();
  }

  @Bean
  OpenFiles openFiles(Catalogue catalogue, Scheduler disk, UploadLimits limits) {
    OpenFiles files = new OpenFiles(disk, limits.pieceBytesMax(PIECE_BYTES_MAX));
    catalogue.addListener(files);
    return files;
  }

  @Bean
  FastPath fastPath(
      Catalogue catalogue,
      OpenFiles files,
      Playlists playlists,
      Redirects redirects,
      Uploads uploads,
      Traces traces) {
    return new FastPath(new FilmFastPath(catalogue, files, playlists, redirects, uploads), traces);
  }

  @Bean
  Drain drain(TrafficCounters traffic) {
    return new Drain(traffic);
  }

  @Bean
  Uploads uploads(PublishSettings settings, TrafficCounters traffic, MeterRegistry meters) {
    return new Uploads(traffic, meters, settings.responsesMax());
  }

  /** The order counts: whatever no other route answers is looked up as a film. */
  @Bean
  RouterFunction<ServerResponse> routes(
      Catalogue catalogue,
      OpenFiles files,
      Playlists playlists,
      Redirects redirects,
      Uploads uploads,
      TrackerSession session,
      NodeSettings node,
      PublishSettings publish,
      Authorities authorities,
      PublisherKeys keys) {
    return ContentRoutes.of(
            new CatalogueSource(catalogue, files),
            request -> uploads.to(request.headers()::firstHeader))
        .and(IdentityRoutes.of(session))
        .and(DiscoveryRoutes.of(node, publish, authorities, keys))
        .and(FilmRoutes.of(catalogue, files, playlists, redirects, uploads));
  }

  @Bean
  AbsoluteTarget absoluteTarget() {
    return new AbsoluteTarget();
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
