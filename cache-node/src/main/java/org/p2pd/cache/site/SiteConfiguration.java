package org.p2pd.cache.site;

import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whose films are served, and for whom they are fetched. */
@Configuration(proxyBeanMethods = false)
class SiteConfiguration {
  @Bean
  Sites sites(CacheSettings settings, TrackerClient tracker) {
    return new Sites(settings.servedAuthorities(), tracker);
  }

  @Bean
  Networks networks(CacheSettings settings) {
    return new Networks(settings.fetchNetworks());
  }
}
