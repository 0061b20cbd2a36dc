package org.p2pd.tracker.upstream;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The replicas of one tracker upstream. After a call that failed, or that nobody waited for any longer, nobody is kept
 * waiting for the next two seconds.
 */
final class Trackers {
  private static final Logger LOG = LoggerFactory.getLogger(Trackers.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final TrackerClient client;
  private final List<String> publisherKeys;
  private final Clock clock;
  private volatile long silentUntilMillis;

  /**
   * Creates the replicas of one tracker.
   *
   * @param publisherKeys base64 of the raw keys that publications must be signed with; empty = any signature or none
   */
  Trackers(TrackerClient client, List<String> publisherKeys, Clock clock) {
    this.client = client;
    this.publisherKeys = List.copyOf(publisherKeys);
    this.clock = clock;
  }

  /** An answer of any replica; {@link UpstreamSilentException} where none gives one. */
  <T> Mono<T> ask(Function<TrackerClient, Mono<T>> call) {
    return Mono.defer(() -> clock.millis() < silentUntilMillis
        ? Mono.error(new UpstreamSilentException("did not answer a moment ago"))
        : call.apply(client).onErrorMap(this::silent));
  }

  /** Notes that an answer did not come, or not in time. */
  UpstreamSilentException silent(Throwable error) {
    if (error instanceof UpstreamSilentException known) {
      return known;
    }
    String why = error instanceof TimeoutException ? "no answer in time" : error.toString();
    LOG.warn("Tracker {} gives no answer ({}); what is kept holds on", client.replica(), why);
    silentUntilMillis = clock.millis() + PAUSE.toMillis();
    return new UpstreamSilentException(why);
  }

  /** Whether {@code stated} is signed as publications known here must be. */
  boolean believes(Publication stated) {
    boolean signed = stated.publisher() != null || stated.signature() != null;
    if (signed && !stated.hasValidSignature()) {
      return false;
    }
    return publisherKeys.isEmpty()
        || (stated.publisher() != null && publisherKeys.contains(stated.publisher()));
  }
}
