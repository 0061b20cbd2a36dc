package org.p2pd.cache.fill;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.p2pd.cache.disk.HotBlocks;
import org.p2pd.cache.loop.LoopGuard;
import org.p2pd.cache.membership.TrackerRegistrations;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.cache.settings.OriginSettings;
import org.p2pd.cache.site.Networks;
import org.p2pd.cache.site.Sites;
import org.p2pd.cache.usage.Usage;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.fetch.FetchEngine;
import org.p2pd.transport.fetch.disk.HostFile;
import org.p2pd.transport.fetch.swarm.EarlyHosts;
import org.p2pd.transport.probe.HostProbe;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.schedule.Limits;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.p2pd.transport.wire.WireFields;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.client.HttpClient;

/** Where blocks come from that are not here. */
@Configuration(proxyBeanMethods = false)
class FillConfiguration {
  /** How long a reader waits for a block after its first; before that the time limits of the answer hold. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Blocks that were fetched just now stay in memory for the viewers who wait for them: about a second's worth. */
  private static final long RECENT_BYTES_MAX = 32 << 20;

  /** Hosts of a film that is new here come with its name, or are asked for while its manifest is still on its way. */
  @Bean
  CacheSwarm swarm(
      Dialer dialer,
      BlockStore store,
      TrackerRegistrations registrations,
      ContentResolver resolver,
      Sites sites,
      CacheSettings settings) {
    EarlyHosts hosts = new EarlyHosts(registrations.session()::ask);
    resolver.namesHosts(
        () -> registrations.session().registration().map(Registered::token), hosts::named);
    resolver.onConfirmed((name, film, atMillis) -> {
      if (store.held(film.contentId()).isEmpty()) {
        hosts.ask(film);
      }
    });
    return new CacheSwarm(
        registrations.session(),
        hosts,
        new HostProbe(dialer),
        sites,
        registrations::port,
        settings.parent());
  }

  @Bean
  FetchEngine engine(
      OriginSettings origins,
      Dialer dialer,
      BlockStore store,
      CacheSwarm swarm,
      LoopGuard loops,
      TrafficCounters traffic,
      Traces traces,
      RandomGenerator random) {
    HttpClient hosts = dialer
        .hosts()
        .doOnRequest((request, connection) ->
            request.header(WireFields.CDN_LOOP, loops.outgoing(request.uri())));
    Limits limits = Limits.DEFAULT.ofOrigins(origins.bytesPerSecondMax());
    FetchEngine engine =
        new FetchEngine(hosts, store, swarm, traffic, PATIENCE, limits, RECENT_BYTES_MAX, random);
    engine.trace(traces);
    engine.remember(new HostFile(store.home(), Clock.systemUTC()));
    return engine;
  }

  @Bean
  CacheContent content(
      BlockStore store,
      FetchEngine engine,
      ContentResolver resolver,
      TrackerRegistrations registrations,
      Sites sites,
      Networks networks,
      HotBlocks hot,
      Usage usage) {
    registrations.session().onRecalled(id -> {
      resolver.forget(id);
      store.forget(id);
    });
    return new CacheContent(store, engine, resolver, sites, networks, hot, usage);
  }

  /** By how many seconds viewers waited longer, in all, than the origin alone would have let them wait. */
  @Bean
  MeterBinder regret(FetchEngine engine) {
    return registry -> FunctionCounter.builder(
            "p2pd.regret", engine, each -> each.regret().toMillis() / 1e3)
        .baseUnit("seconds")
        .register(registry);
  }
}
