package org.p2pd.transport.fetch.swarm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.transport.schedule.source.Source;
import reactor.core.publisher.Mono;

/** Where sources come from: a tracker, fixed hosts, the film's own origin. */
public interface Swarm {
  /** Hosts that can be used before anybody was asked. */
  default List<Source> known() {
    return List.of();
  }

  /** The film's own origin by its name, for when nobody answers; empty where it has none. Never fails. */
  default Mono<List<Source>> ownOrigin(FetchTarget target) {
    return Mono.empty();
  }

  /** Hosts that hold or fetch some of {@code want}; an error where nobody can be asked. */
  Mono<List<Source>> find(FetchTarget target, BlockSet want);

  /** What others know this node as; null where it is not registered. */
  default @Nullable HostId self() {
    return null;
  }

  /** Takes note that a host sent wrong bytes. Never blocks, never fails. */
  void complain(Source source, FetchTarget target, int block);
}
