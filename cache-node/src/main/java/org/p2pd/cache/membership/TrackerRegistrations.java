package org.p2pd.cache.membership;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.stored.StoreHoldings;
import org.p2pd.transport.tracker.NodeProfile;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache's place at its tracker, and at the tracker of its site where it has one: registered once it listens, and told of
 * every block that comes or goes.
 *
 * <p>The site's tracker only lists the cache. Hosts are asked of the other one alone: the cache is what brings bytes into
 * the site, and addresses that are named out there must not be judged as if they were named in here.
 */
public final class TrackerRegistrations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerRegistrations.class);

  private final AtomicInteger port = new AtomicInteger();
  private final CacheSettings settings;
  private final @Nullable String zone;
  private final TrackerSession session;
  private final @Nullable TrackerSession site;

  /**
   * Creates the membership; {@link #listening} begins it.
   *
   * @param siteTracker the tracker of the site; null = there is none
   * @param siteToken the token of its operator
   */
  public TrackerRegistrations(
      TrackerClient tracker,
      @Nullable TrackerClient siteTracker,
      @Nullable String siteToken,
      CacheSettings settings,
      @Nullable String zone,
      BlockStore store,
      TrafficCounters traffic,
      RandomGenerator random) {
    this.settings = settings;
    this.zone = zone;
    StoreHoldings holdings = new StoreHoldings(store);
    this.session =
        new TrackerSession(tracker, () -> profile(settings.token()), holdings, traffic, random);
    holdings.reportTo(session);
    this.site = siteTracker == null
        ? null
        : new TrackerSession(siteTracker, () -> profile(siteToken), holdings, traffic, random);
    if (site != null) {
      holdings.reportTo(site);
    }
  }

  private NodeProfile profile(@Nullable String token) {
    return new NodeProfile(
        HostRole.CACHE,
        port.get(),
        zone,
        settings.url(),
        null,
        settings.fetchNetworks(),
        false,
        token);
  }

  /** Others can reach this node at {@code port} from now on. */
  public void listening(int port) {
    this.port.set(port);
    if (settings.token() == null) {
      LOG.info(
          "Without P2PD_CACHE_TOKEN, the tracker's publish token, this is a stranger's cache: it is told of no internal origin");
    }
    join();
  }

  /** Where others reach this node; 0 before it listens. */
  public int port() {
    return port.get();
  }

  /** Registers, also after {@link #leave}. */
  public void join() {
    session.start();
    if (site != null) {
      site.start();
    }
  }

  /** Leaves the trackers, until {@link #join}. */
  public void leave() {
    session.leave();
    if (site != null) {
      site.leave();
    }
  }

  /** The session, for asking and for health. */
  public TrackerSession session() {
    return session;
  }

  /** The session at the site's tracker, for health. */
  public Optional<TrackerSession> site() {
    return Optional.ofNullable(site);
  }

  /** Leaves the trackers for good. */
  @Override
  public void close() {
    session.close();
    if (site != null) {
      site.close();
    }
  }
}
