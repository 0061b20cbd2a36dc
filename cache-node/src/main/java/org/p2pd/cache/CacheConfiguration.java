package org.p2pd.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.disk.DiskRoom;
import org.p2pd.cache.disk.HotBlocks;
import org.p2pd.cache.fill.CacheContent;
import org.p2pd.cache.fill.CacheSwarm;
import org.p2pd.cache.film.FilmRoutes;
import org.p2pd.cache.film.HitFastPath;
import org.p2pd.cache.loop.LoopFilter;
import org.p2pd.cache.loop.LoopGuard;
import org.p2pd.cache.membership.StoreHealth;
import org.p2pd.cache.membership.StoreMeters;
import org.p2pd.cache.membership.TrackerHealth;
import org.p2pd.cache.membership.TrackerRegistrations;
import org.p2pd.cache.names.KnownNames;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.cache.settings.ClusterSettings;
import org.p2pd.cache.settings.OriginSettings;
import org.p2pd.cache.site.Networks;
import org.p2pd.cache.site.Sites;
import org.p2pd.cache.usage.Usage;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.edge.HttpEdge;
import org.p2pd.transport.edge.ReadOnlyMethods;
import org.p2pd.transport.fastpath.Drain;
import org.p2pd.transport.fastpath.FastPath;
import org.p2pd.transport.fetch.FetchEngine;
import org.p2pd.transport.fetch.disk.HostFile;
import org.p2pd.transport.fetch.swarm.EarlyHosts;
import org.p2pd.transport.probe.HostProbe;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.DiscoveredResolver;
import org.p2pd.transport.resolve.KeyPins;
import org.p2pd.transport.resolve.disk.PinFile;
import org.p2pd.transport.schedule.Limits;
import org.p2pd.transport.serve.ContentRoutes;
import org.p2pd.transport.serve.FirstByte;
import org.p2pd.transport.serve.TrafficObserver;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.IdentityRoutes;
import org.p2pd.transport.tracker.RegisteredMeter;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** How the parts of a cache are put together. */
@Configuration(proxyBeanMethods = false)
@Import(HttpEdge.class)
@EnableConfigurationProperties({
  CacheSettings.class,
  ClusterSettings.class,
  OriginSettings.class,
  NodeSettings.class
})
class CacheConfiguration {
  /** How long a reader waits for a block after its first; before that the time limits of the answer hold. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(CacheConfiguration.class);

  /** How long the start waits for the blocks on disk to be found; beyond, the cache serves meanwhile. */
  private static final Duration SCAN_AWAITED = Duration.ofSeconds(1);

  /** Blocks that were fetched just now stay in memory for the viewers who wait for them: about a second's worth. */
  private static final long RECENT_BYTES_MAX = 32 << 20;

  private static final int NODE_NAME_BYTES = 8;
  private static final long UNSENT_BYTES_MAX = 1 << 20;

  /** Serves while it is being scanned; what is scanned soon is known before the first viewer comes. */
  @Bean
  BlockStore store(CacheSettings settings) throws IOException {
    BlockStore store = BlockStore.openAtOnce(
        new StoreSettings(settings.directory(), settings.size().toBytes()));
    if (store.awaitScan(SCAN_AWAITED)) {
      String shortage = DiskRoom.shortage(
          settings.directory(), settings.size().toBytes(), store.status().bytesUsed());
      if (shortage != null) {
        LOG.warn(shortage);
      }
    }
    return store;
  }

  @Bean
  RandomGenerator random() {
    return new SecureRandom();
  }

  @Bean
  TrafficCounters traffic() {
    return new TrafficCounters();
  }

  @Bean
  Dialer dialer(NodeSettings settings) {
    return new Dialer(new DialPolicy(settings.network().allowed()), settings.zone());
  }

  @Bean
  TrackerClient tracker(Dialer dialer, NodeSettings settings) {
    return new TrackerClient(dialer, settings.tracker().url());
  }

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

  @Bean
  TrackerRegistrations registrations(
      TrackerClient tracker,
      CacheSettings settings,
      ClusterSettings cluster,
      NodeSettings node,
      BlockStore store,
      TrafficCounters traffic,
      RandomGenerator random) {
    return new TrackerRegistrations(
        tracker,
        siteTracker(cluster, node),
        cluster.token(),
        settings,
        node.zone(),
        store,
        traffic,
        random);
  }

  /** Has a dialer of its own: where it is reached says nothing about hosts that the other tracker names. */
  private static @Nullable TrackerClient siteTracker(ClusterSettings cluster, NodeSettings node) {
    return cluster.trackers().isEmpty()
        ? null
        : new TrackerClient(
            new Dialer(new DialPolicy(node.network().allowed())), cluster.trackers());
  }

  @Bean
  Sites sites(CacheSettings settings, TrackerClient tracker) {
    return new Sites(settings.servedAuthorities(), tracker);
  }

  @Bean
  LoopGuard loopGuard(RandomGenerator random) {
    byte[] name = new byte[NODE_NAME_BYTES];
    random.nextBytes(name);
    return new LoopGuard("p2pd-" + HexFormat.of().formatHex(name));
  }

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
            request.header(LoopGuard.HEADER, loops.outgoing(request.uri())));
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

  @Bean
  HotBlocks hotBlocks(CacheSettings settings, BlockStore store) {
    HotBlocks hot = new HotBlocks(settings.memory().toBytes());
    store.beforeDelete(hot::release);
    return hot;
  }

  /** More than elsewhere: what leaves from memory was copied, and wants to be copied in long runs (docs/cache.md). */
  @Bean
  NettyServerCustomizer unsentBytes() {
    return server -> server.doOnChannelInit((observer, channel, remote) -> {
      if (channel instanceof EpollSocketChannel socket) {
        socket.config().setTcpNotSentLowAt(UNSENT_BYTES_MAX);
      }
    });
  }

  @Bean
  Usage usage(MeterRegistry meters) {
    return new Usage(meters, Clock.systemUTC());
  }

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
  RouterFunction<ServerResponse> routes(
      TrackerRegistrations registrations,
      CacheContent content,
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
            store,
            loops,
            firstByte.timing(TrafficObserver.ofViewers(traffic)),
            usage));
  }

  @Bean(initMethod = "begin")
  KnownNames knownNames(BlockStore store, ContentResolver resolver, FetchEngine engine) {
    return new KnownNames(store, resolver, engine.disk());
  }

  @Bean
  Networks networks(CacheSettings settings) {
    return new Networks(settings.fetchNetworks());
  }

  @Bean
  ReadOnlyMethods readOnlyMethods(ApplicationContext context) {
    return new ReadOnlyMethods(context);
  }

  @Bean
  Drain drain(TrafficCounters traffic) {
    return new Drain(traffic);
  }

  @Bean
  LoopFilter loopFilter(LoopGuard loops) {
    return new LoopFilter(loops);
  }

  @Bean
  TrackerHealth trackerHealthIndicator(TrackerRegistrations registrations) {
    return new TrackerHealth(registrations);
  }

  @Bean
  RegisteredMeter registeredMeter(TrackerRegistrations registrations) {
    return new RegisteredMeter(registrations.session());
  }

  @Bean
  StoreHealth storeHealthIndicator(BlockStore store) {
    return new StoreHealth(store);
  }

  @Bean
  StoreMeters storeMeters(BlockStore store) {
    return new StoreMeters(store);
  }

  /** By how many seconds viewers waited longer, in all, than the origin alone would have let them wait. */
  @Bean
  MeterBinder regret(FetchEngine engine) {
    return registry -> FunctionCounter.builder(
            "p2pd.regret", engine, each -> each.regret().toMillis() / 1e3)
        .baseUnit("seconds")
        .register(registry);
  }

  @Bean
  Registrar registrar(TrackerRegistrations registrations) {
    return new Registrar(registrations);
  }

  /** Registers once the port is known; the management port is another server's. */
  static final class Registrar {
    private final TrackerRegistrations registrations;

    Registrar(TrackerRegistrations registrations) {
      this.registrations = registrations;
    }

    @EventListener
    void serverStarted(ReactiveWebServerInitializedEvent event) {
      if (event.getApplicationContext().getServerNamespace() == null) {
        registrations.listening(event.getWebServer().getPort());
      }
    }
  }
}
