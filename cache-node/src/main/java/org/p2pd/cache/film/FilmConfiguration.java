package org.p2pd.cache.film;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2pd.cache.fill.CacheContent;
import org.p2pd.cache.loop.LoopGuard;
import org.p2pd.cache.membership.TrackerRegistrations;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.cache.site.Sites;
import org.p2pd.cache.usage.Usage;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.fastpath.FastPath;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.serve.ContentRoutes;
import org.p2pd.transport.serve.FirstByte;
import org.p2pd.transport.serve.TrafficObserver;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.IdentityRoutes;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** What is answered: by name, by content id, and to the tracker that calls back. */
@Configuration(proxyBeanMethods = false)
class FilmConfiguration {
  @Bean
  FirstByte firstByte(MeterRegistry meters) {
    return new FirstByte(meters);
  }

  @Bean
  FastPath fastPath(
      Sites sites,
      ContentResolver resolver,
      CacheContent content,
      Usage usage,
      TrafficCounters traffic,
      FirstByte firstByte,
      Traces traces) {
    return new FastPath(
        new HitFastPath(
            sites, resolver, content, usage, firstByte.timing(TrafficObserver.ofViewers(traffic))),
        traces);
  }

  @Bean
  Descriptions descriptions(
      CacheContent content, Sites sites, TrackerClient tracker, CacheSettings settings) {
    return new Descriptions(content, sites, new Origins(tracker), settings.url());
  }

  /** The order counts: whatever no other route answers is looked up as a film. */
  @Bean
  RouterFunction<ServerResponse> routes(
      TrackerRegistrations registrations,
      CacheContent content,
      Descriptions descriptions,
      Sites sites,
      ContentResolver resolver,
      BlockStore store,
      LoopGuard loops,
      TrafficCounters traffic,
      FirstByte firstByte,
      Usage usage) {
    return IdentityRoutes.of(registrations.session())
        .and(ContentRoutes.of(content, firstByte.timing(TrafficObserver.ofHosts(traffic))))
        .and(FilmRoutes.of(
            sites,
            resolver,
            content,
            descriptions,
            store,
            loops,
            firstByte.timing(TrafficObserver.ofViewers(traffic)),
            usage));
  }
}
