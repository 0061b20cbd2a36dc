package org.p2pd.cache.membership;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.fetch.StoreHoldings;
import org.p2pd.transport.tracker.NodeProfile;
import org.p2pd.transport.tracker.TrackerClient;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.TrafficCounters;

/** The cache's place at the tracker: registered once it listens, and told of every block that comes or goes. */
public final class Membership implements AutoCloseable {
  private final AtomicInteger port = new AtomicInteger();
  private final TrackerSession session;

  /** Creates the membership; {@link #listening} begins it. */
  public Membership(
      TrackerClient tracker,
      CacheSettings settings,
      @Nullable String zone,
      BlockStore store,
      TrafficCounters traffic,
      RandomGenerator random) {
    StoreHoldings holdings = new StoreHoldings(store);
    this.session =
        new TrackerSession(tracker, () -> profile(settings, zone), holdings, traffic, random);
    holdings.reportTo(session);
  }

  private NodeProfile profile(CacheSettings settings, @Nullable String zone) {
    return new NodeProfile(
        HostRole.CACHE,
        port.get(),
        zone,
        settings.url(),
        null,
        settings.fetchNetworks(),
        false,
        settings.token());
  }

  /** Others can reach this node at {@code port} from now on. */
  public void listening(int port) {
    this.port.set(port);
    session.start();
  }

  /** The session, for asking and for health. */
  public TrackerSession session() {
    return session;
  }

  /** Leaves the tracker. */
  @Override
  public void close() {
    session.close();
  }
}
