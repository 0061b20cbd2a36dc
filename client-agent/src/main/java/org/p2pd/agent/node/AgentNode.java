package org.p2pd.agent.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.provenance.BlockPicture;
import org.p2pd.agent.provenance.Provenance;
import org.p2pd.agent.settings.AgentSettings;
import org.p2pd.agent.settings.Privacy;
import org.p2pd.agent.site.SiteCache;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.fetch.FetchEngine;
import org.p2pd.transport.fetch.disk.HostFile;
import org.p2pd.transport.fetch.swarm.EarlyHosts;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.fetch.swarm.TrackedSwarm;
import org.p2pd.transport.probe.HostProbe;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.DiscoveredResolver;
import org.p2pd.transport.resolve.KeyPins;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.resolve.disk.PinFile;
import org.p2pd.transport.schedule.Limits;
import org.p2pd.transport.serve.ContentSource;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.stored.StoreHoldings;
import org.p2pd.transport.stored.StoredContent;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.NodeProfile;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An agent without a server: store, membership at the tracker and fetch engine, put together. The service wraps it in
 * ports and pages, the command line uses it as it is.
 */
public final class AgentNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Other viewers and caches with some of a film, up to which it counts as rare. */
  private static final int RARE_HOLDERS_MAX = 2;

  private final TrafficCounters traffic = new TrafficCounters();
  private final Provenance provenance = new Provenance();
  private final Dialer dialer;
  private final TrackerClient tracker;
  private final HostProbe probe;
  private final BlockStore store;
  private final TrackerSession session;
  private final FetchEngine engine;
  private final ContentResolver resolver;
  private final EarlyHosts earlyHosts;
  private final DiscoveredResolver elsewhere;
  private final UnannouncedContents unannounced;
  private final TrackerConsent consent;
  private final SiteCache site;
  private final @Nullable String zone;
  private final Privacy privacy;
  private volatile int sharedPort;

  /**
   * Opens the store and makes ready; {@link #join} begins the membership.
   *
   * @throws IOException where the directory cannot be used, or another process uses it
   */
  public AgentNode(AgentSettings agent, NodeSettings network) throws IOException {
    SecureRandom random = new SecureRandom();
    this.zone = network.zone();
    this.privacy = agent.privacy();
    this.dialer = new Dialer(new DialPolicy(network.network().allowed()), network.zone());
    this.probe = new HostProbe(dialer);
    this.tracker = new TrackerClient(dialer, network.tracker().url());
    this.store = BlockStore.open(new StoreSettings(agent.root(), agent.size().toBytes()));
    this.site = siteCache(agent);
    this.unannounced = new UnannouncedContents(store);
    StoreHoldings holdings = new StoreHoldings(store, content -> !unannounced.contains(content));
    this.session = new TrackerSession(tracker, this::profile, holdings, traffic, random);
    this.engine = new FetchEngine(
        dialer.hosts(),
        store,
        new TrackedSwarm(session, this::hosts, probe, site::sources, true),
        traffic,
        PATIENCE,
        Limits.DEFAULT,
        0,
        random);
    engine.observe(provenance);
    engine.remember(new HostFile(agent.root(), Clock.systemUTC()));
    this.consent = new TrackerConsent(agent.privacy(), network.tracker().url());
    KeyPins pins = PinFile.in(agent.root());
    this.resolver = new ContentResolver(tracker, dialer, pins, Clock.systemUTC());
    this.earlyHosts = new EarlyHosts(this::askTracker);
    resolver.namesHosts(this::hostToken, this::named);
    resolver.onConfirmed((name, film, atMillis) -> askEarly(film));
    this.elsewhere = new DiscoveredResolver(dialer, pins, Clock.systemUTC());
    holdings.reportTo(session);
    session.onRecalled(this::recall);
  }

  /** Who would not be known is not known to a cache that just happens to be near, either. */
  private static SiteCache siteCache(AgentSettings agent) {
    return agent.cache() == null
            && agent.privacy() != Privacy.NONE
            && agent.site().isSearched()
        ? SiteCache.found(agent.site().server(), agent.site().domain())
        : SiteCache.at(agent.cache());
  }

  /**
   * Registers at the tracker and stays registered, if the user's privacy lets it.
   *
   * @param port where other hosts reach this agent; 0 = it only downloads
   */
  public void join(int port) {
    sharedPort = port;
    consent.whenAllowed(session::start);
  }

  /** Has others sent here, or no longer. */
  public void shareAt(int port) {
    if (port != sharedPort) {
      sharedPort = port;
      if (session.registration().isPresent()) {
        session.leave();
        session.start();
      }
    }
  }

  /** Whether others are to come and cannot though the tracker is in the Internet: a router may stand between. */
  public boolean isShutIn() {
    TrackerSession.Status status = session.status();
    return sharedPort != 0
        && consent.isAllowed()
        && status.connected()
        && !status.reachable()
        && dialer.trackerReach() == Reach.PUBLIC;
  }

  /** Sets where requests to hosts are noted. */
  public void trace(Traces traces) {
    engine.trace(traces);
  }

  /** Who may know of this agent, by the user's wish. */
  public Privacy privacy() {
    return privacy;
  }

  /** Whether others may know of this agent. */
  public boolean mayBeKnown() {
    return consent.isAllowed();
  }

  private Mono<List<HostEntry>> hosts(ContentId contentId, BlockSet want) {
    if (unannounced.contains(contentId)) {
      return elsewhere.hosts(contentId, want);
    }
    return earlyHosts.take(contentId, askTracker(contentId, want));
  }

  private Mono<List<HostEntry>> askTracker(ContentId contentId, BlockSet want) {
    return consent.isAllowed()
        ? session.ask(contentId, want).doOnNext(hosts -> weigh(contentId, hosts))
        : tracker.hosts(contentId, want);
  }

  /** Who would not be known asks in nobody's name. */
  private Optional<String> hostToken() {
    return consent.isAllowed() ? session.registration().map(Registered::token) : Optional.empty();
  }

  private void named(ContentId film, List<HostEntry> hosts) {
    if (consent.isAllowed()) {
      weigh(film, hosts);
    }
    earlyHosts.named(film, hosts);
  }

  /** Only of what is new here: who goes on with a film has asked already. */
  private void askEarly(Publication film) {
    if (store.held(film.contentId()).isEmpty()) {
      earlyHosts.ask(film);
    }
  }

  /** What hardly any other viewer or cache is named for stays longest here when room is needed. */
  private void weigh(ContentId contentId, List<HostEntry> hosts) {
    long others = hosts.stream()
        .filter(host -> host.role() == HostRole.CACHE || host.role() == HostRole.AGENT)
        .filter(host -> !host.blocks().isEmpty())
        .count();
    store.pins().rare(contentId, others <= RARE_HOLDERS_MAX);
  }

  private NodeProfile profile() {
    return NodeProfile.agent(sharedPort, zone);
  }

  private void recall(ContentId contentId) {
    resolver.forget(contentId);
    store.forget(contentId);
  }

  /**
   * The film named {@code name}; empty where it is not published. The first time a connection to its origin is opened
   * meanwhile, so that the first block can be asked for as soon as it is known what that is.
   */
  public Mono<ResolvedContent> resolve(ContentName name) {
    if (!resolver.knows(name)) {
      probe.knock(name).subscribe();
    }
    return resolver.resolve(name);
  }

  /**
   * As {@link #resolve}, of an authority that the tracker does not know: asked of the trackers that the authority itself
   * names. Of such films nothing is announced to anybody.
   */
  public Mono<ResolvedContent> resolveElsewhere(ContentName name) {
    return elsewhere
        .resolve(name)
        .doOnNext(film -> unannounced.add(film.publication().contentId()));
  }

  /** The bytes of {@code range}, from disk and from the best hosts, each block verified. */
  public Flux<Piece> bytes(ResolvedContent film, ByteRange range) {
    return unannounced.noting(film.manifest(), engine.bytes(FetchTarget.of(film), range));
  }

  /**
   * The bytes of {@code range}, in their order though fetched in whatever order is quickest: for somebody who wants all of
   * them, not the beginning.
   */
  public Flux<Piece> downloadedBytes(ResolvedContent film, ByteRange range) {
    return unannounced.noting(film.manifest(), engine.downloadedBytes(FetchTarget.of(film), range));
  }

  /** Where the blocks of {@code film} came from, as far as is remembered. */
  public BlockPicture picture(ResolvedContent film) {
    return provenance.picture(film.manifest(), store.held(film.manifest().contentId()));
  }

  /** By how long viewers waited longer, in all, than the origin alone would have let them wait. */
  Duration regret() {
    return engine.regret();
  }

  /** What is stored, for others. */
  public ContentSource stored() {
    return new StoredContent(store, engine.disk());
  }

  /** Where other hosts reach this agent; 0 = it only downloads. */
  public int sharedPort() {
    return sharedPort;
  }

  public TrafficCounters traffic() {
    return traffic;
  }

  public TrackerClient tracker() {
    return tracker;
  }

  public TrackerSession session() {
    return session;
  }

  public Dialer dialer() {
    return dialer;
  }

  public BlockStore store() {
    return store;
  }

  @Override
  public void close() throws IOException {
    consent.close();
    site.close();
    session.close();
    engine.close();
    store.close();
  }
}
