package org.p2pd.transport.tracker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Hears of contents that the operator recalled. Every announce reply says when the last one was; only where that is news the
 * tracker is asked which.
 *
 * <p>Tells of each at once and once more a minute later: a name resolved just before may have brought the content back. Who is
 * told may delete files: it is told by a thread that may wait, of one content after the other.
 */
final class RecallWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RecallWatch.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final TrackerClient client;
  private final AtomicLong heardMillis = new AtomicLong();
  private volatile Consumer<ContentId> listener = contentId -> {};

  RecallWatch(TrackerClient client) {
    this.client = client;
  }

  void tell(Consumer<ContentId> listener) {
    this.listener = listener;
  }

  /** Takes note of when the last recall was; null = none in the last day. */
  void noted(@Nullable Long lastMillis) {
    long heard = heardMillis.get();
    if (lastMillis != null && lastMillis > heard && heardMillis.compareAndSet(heard, lastMillis)) {
      client.recalls(heard).subscribe(this::heard, error -> unheard(heard));
    }
  }

  /** All since {@code heard} is asked for at the next note, even if a later question was answered meanwhile. */
  private void unheard(long heard) {
    heardMillis.accumulateAndGet(heard, Math::min);
  }

  private void heard(Recalls recalls) {
    recalls.recalls().forEach(each -> LOG.info("Recalled by the operator: {}", each.contentId()));
    Mono<Void> telling = Flux.fromIterable(recalls.recalls())
        .publishOn(Schedulers.boundedElastic())
        .doOnNext(each -> listener.accept(each.contentId()))
        .then();
    telling.then(Mono.delay(AGAIN)).then(telling).subscribe();
  }
}
