package org.p2pd.transport.fetch;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.transport.schedule.Source;
import org.p2pd.transport.tracker.TrackerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Sources as a tracker hands them out, together with hosts that the user's settings prefer. Where the tracker names
 * nobody or is gone, a film known by name is had from that very name, by plain HTTP.
 */
public final class TrackedSwarm implements Swarm {
  private static final Logger LOG = LoggerFactory.getLogger(TrackedSwarm.class);

  private final TrackerSession session;
  private final List<Source> preferred;
  private final boolean othersFetchForUs;

  /**
   * Creates the swarm of one node.
   *
   * @param preferred a site cache or a parent; always among the sources
   * @param othersFetchForUs whether caches are used for what they do not hold yet; false for caches, which would only send
   *     each other round in circles
   */
  public TrackedSwarm(TrackerSession session, List<Source> preferred, boolean othersFetchForUs) {
    this.session = session;
    this.preferred = List.copyOf(preferred);
    this.othersFetchForUs = othersFetchForUs;
  }

  @Override
  public Mono<List<Source>> find(FetchTarget target, BlockSet want) {
    return session
        .ask(target.manifest().contentId(), want)
        .map(entries -> entries.stream().map(this::source).toList())
        .onErrorResume(error -> {
          LOG.debug("No hosts from the tracker: {}", error.getMessage());
          return Mono.just(List.of());
        })
        .map(found -> completed(found, target));
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

  private List<Source> completed(List<Source> found, FetchTarget target) {
    Publication publication = target.publication();
    Stream<Source> byName =
        found.isEmpty() && publication != null ? Stream.of(nameItself(publication)) : Stream.of();
    return Stream.of(preferred.stream(), found.stream(), byName)
        .flatMap(sources -> sources)
        .toList();
  }

  private static Source nameItself(Publication publication) {
    return new Source(
        publication.url().url(), null, HostRole.ORIGIN, false, true, false, BlockSet.everything());
  }
}
