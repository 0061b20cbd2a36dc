package org.p2pd.tracker.redis;

import reactor.core.publisher.Mono;

/** Something kept in memory that may reach Redis a second late: sums and indexes, nothing that anybody waits for. */
public interface Deferred {
  /** Writes what has gathered since the last time. What can't be written is lost or kept, as suits it. */
  Mono<Void> write();
}
