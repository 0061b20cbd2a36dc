package org.p2pd.transport.fetch;

import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.transport.schedule.Source;
import reactor.core.publisher.Mono;

/** Where sources come from: a tracker, fixed hosts, the film's own origin. */
public interface Swarm {
  /** Hosts that hold or fetch some of {@code want}; an error where nobody can be asked. */
  Mono<List<Source>> find(FetchTarget target, BlockSet want);

  /** Takes note that a host sent wrong bytes. Never blocks, never fails. */
  void complain(Source source, FetchTarget target, int block);
}
