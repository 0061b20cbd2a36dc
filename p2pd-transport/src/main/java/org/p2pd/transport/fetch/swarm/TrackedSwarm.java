package org.p2pd.transport.fetch.swarm;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.transport.probe.HostProbe;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.tracker.TrackerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Sources as a tracker hands them out, together with hosts that the user's settings prefer. Every address of a host's
 * name is a source of its own.
 *
 * <p>Where the tracker is gone, hosts that it named lately are asked themselves what they have. Where nobody is known, a
 * film known by name is had from that very name, by plain HTTP.
 */
public final class TrackedSwarm implements Swarm {
  private static final Logger LOG = LoggerFactory.getLogger(TrackedSwarm.class);

  private final TrackerSession session;
  private final HostFinder finder;
  private final HostProbe probe;
  private final KnownHosts knownHosts;
  private final Supplier<List<Source>> preferred;
  private final boolean othersFetchForUs;

  /**
   * Creates the swarm of one node.
   *
   * @param finder asks the tracker for hosts, in the session's name or in nobody's
   * @param preferred a site cache or a parent, always among the sources; asked each time: it may have been found meanwhile
   * @param othersFetchForUs whether caches are used for what they do not hold yet; false for caches, which would only send
   *     each other round in circles
   */
  public TrackedSwarm(
      TrackerSession session,
      HostFinder finder,
      HostProbe probe,
      Supplier<List<Source>> preferred,
      boolean othersFetchForUs) {
    this.session = session;
    this.finder = finder;
    this.probe = probe;
    this.knownHosts = new KnownHosts(probe);
    this.preferred = preferred;
    this.othersFetchForUs = othersFetchForUs;
  }

  @Override
  public List<Source> known() {
    return preferred.get();
  }

  @Override
  public Mono<List<Source>> ownOrigin(FetchTarget target) {
    Publication publication = target.publication();
    return publication == null ? Mono.just(List.of()) : probe.origin(publication.url());
  }

  @Override
  public Mono<List<Source>> find(FetchTarget target, BlockSet want) {
    ContentId id = target.manifest().contentId();
    return finder
        .hosts(id, want)
        .map(this::sources)
        .flatMap(probe::eachAddress)
        .doOnNext(knownHosts::named)
        .onErrorResume(error -> {
          LOG.debug("No hosts from the tracker: {}", error.getMessage());
          return knownHosts.having(id);
        })
        .flatMap(found -> completed(found, target));
  }

  @Override
  public @Nullable HostId self() {
    return session.registration().map(Registered::hostId).orElse(null);
  }

  @Override
  public void complain(Source source, FetchTarget target, int block) {
    if (source.hostId() != null) {
      session
          .complain(source.hostId(), target.manifest().contentId(), block, "digest mismatch")
          .subscribe();
    }
  }

  private List<Source> sources(List<HostEntry> entries) {
    OwnNetwork own = OwnNetwork.of(
        session.zone(), session.registration().map(Registered::url).orElse(null));
    return entries.stream()
        .map(entry -> own.contains(entry) ? source(entry).nearby() : source(entry))
        .toList();
  }

  private Source source(HostEntry entry) {
    return new Source(
        entry.url(),
        entry.hostId(),
        entry.role(),
        entry.operator(),
        entry.plain(),
        entry.fetches() && othersFetchForUs,
        entry.blocks());
  }

  private Mono<List<Source>> completed(List<Source> found, FetchTarget target) {
    Mono<List<Source>> others = found.isEmpty() ? ownOrigin(target) : Mono.just(found);
    return others.map(each -> concat(preferred.get(), each));
  }

  /** Asks a tracker who holds blocks. */
  @FunctionalInterface
  public interface HostFinder {
    /** Hosts that hold some of {@code want}, best first; an error where the tracker does not answer. */
    Mono<List<HostEntry>> hosts(ContentId contentId, BlockSet want);
  }

  private static List<Source> concat(List<Source> first, List<Source> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }
}
