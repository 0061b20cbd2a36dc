package org.p2pd.cache.fill;

import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.site.Sites;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.transport.fetch.swarm.EarlyHosts;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.fetch.swarm.Swarm;
import org.p2pd.transport.fetch.swarm.TrackedSwarm;
import org.p2pd.transport.probe.HostProbe;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.tracker.TrackerSession;
import reactor.core.publisher.Mono;

/**
 * Where a cache's blocks come from: the parent first, hosts that the tracker names, and the film's own name only where
 * its authority is served here. Never from itself.
 */
final class CacheSwarm implements Swarm {
  private final TrackerSession session;
  private final Sites sites;
  private final IntSupplier port;
  private final TrackedSwarm tracked;
  private final @Nullable ParentFirst parentFirst;

  /**
   * Creates the swarm.
   *
   * @param hosts may have been asked for a film already
   * @param probe asks hosts themselves while the tracker is gone
   * @param port where this node listens
   * @param parent base URL of the cache one step up; null = none
   */
  CacheSwarm(
      TrackerSession session,
      EarlyHosts hosts,
      HostProbe probe,
      Sites sites,
      IntSupplier port,
      @Nullable String parent) {
    this.session = session;
    this.sites = sites;
    this.port = port;
    List<Source> preferred = parent == null ? List.of() : List.of(parentSource(parent));
    this.tracked = new TrackedSwarm(
        session,
        (film, want) -> hosts.take(film, session.ask(film, want)),
        probe,
        () -> preferred,
        false);
    this.parentFirst = parent == null ? null : new ParentFirst();
  }

  private static Source parentSource(String url) {
    return new Source(url, null, HostRole.CACHE, true, false, true, BlockSet.everything());
  }

  @Override
  public Mono<List<Source>> find(FetchTarget target, BlockSet want) {
    return tracked
        .find(withinSites(target), want)
        .map(found -> found.stream().filter(this::isOther).toList())
        .map(found -> preferred(target, want, found));
  }

  @Override
  public void complain(Source source, FetchTarget target, int block) {
    tracked.complain(source, target, block);
  }

  /** Without the publication the film's own name is not dialled. */
  private FetchTarget withinSites(FetchTarget target) {
    Publication publication = target.publication();
    return publication == null || sites.isServed(publication.url().authority())
        ? target
        : FetchTarget.unnamed(target.manifest());
  }

  private boolean isOther(Source source) {
    HostId self = session.registration().map(Registered::hostId).orElse(null);
    boolean registeredHere = self != null && self.equals(source.hostId());
    return !registeredHere && !OwnAddress.isOf(source, port.getAsInt());
  }

  private List<Source> preferred(FetchTarget target, BlockSet want, List<Source> found) {
    return parentFirst == null
        ? found
        : parentFirst.choose(target.manifest().contentId(), want, found);
  }
}
