package org.p2pd.cache.names;

import java.io.IOException;
import java.time.Clock;
import org.p2pd.cache.site.Sites;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.fetch.FetchEngine;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.DiscoveredResolver;
import org.p2pd.transport.resolve.KeyPins;
import org.p2pd.transport.resolve.disk.PinFile;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** How names are resolved, and which are known from before the start. */
@Configuration(proxyBeanMethods = false)
class NamesConfiguration {
  /** An authority that the settings name and the tracker does not know is asked itself; no other. */
  @Bean
  ContentResolver resolver(TrackerClient tracker, Dialer dialer, BlockStore store, Sites sites)
      throws IOException {
    KeyPins pins = PinFile.in(store.home());
    ContentResolver resolver = new ContentResolver(tracker, dialer, pins, Clock.systemUTC());
    DiscoveredResolver elsewhere = new DiscoveredResolver(dialer, pins, Clock.systemUTC());
    resolver.elsewhere(
        name -> sites.isNamed(name.authority()) ? elsewhere.resolve(name) : Mono.empty());
    store.contents().forEach(id -> store.manifest(id).ifPresent(resolver::remember));
    return resolver;
  }

  @Bean(initMethod = "begin")
  KnownNames knownNames(BlockStore store, ContentResolver resolver, FetchEngine engine) {
    return new KnownNames(store, resolver, engine.disk());
  }
}
