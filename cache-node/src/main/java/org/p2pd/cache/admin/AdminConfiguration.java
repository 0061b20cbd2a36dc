package org.p2pd.cache.admin;

import java.time.Clock;
import org.p2pd.cache.membership.TrackerRegistrations;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.cache.site.Networks;
import org.p2pd.cache.site.Sites;
import org.p2pd.cache.usage.Usage;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.edge.OperatorsOnly;
import org.p2pd.transport.fetch.FetchEngine;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the management port. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
  @Bean
  Preheats preheats(Sites sites, ContentResolver resolver, FetchEngine engine) {
    return new Preheats(sites, resolver, engine, Clock.systemUTC());
  }

  @Bean
  Draining draining(
      Networks networks,
      TrackerRegistrations registrations,
      TrafficCounters traffic,
      ApplicationEventPublisher events) {
    return new Draining(networks, registrations, traffic, events);
  }

  @Bean
  CacheEndpoint cacheEndpoint(
      BlockStore store,
      Usage usage,
      ContentResolver resolver,
      Preheats preheats,
      Draining draining) {
    return new CacheEndpoint(store, usage, resolver, preheats, draining);
  }

  @Bean
  OperatorsOnly operatorsOnly(ApplicationContext context, CacheSettings settings) {
    return new OperatorsOnly(context, "P2PD_CACHE_TOKEN", settings.token());
  }
}
