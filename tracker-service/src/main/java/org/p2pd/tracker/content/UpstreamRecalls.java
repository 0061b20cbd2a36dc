package org.p2pd.tracker.content;

import java.time.Duration;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.tracker.upstream.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Recalls at a site's tracker what was recalled upstream, so that the site's nodes stop serving it within a minute.
 *
 * <p>Only where the settings name the tracker upstream: of those that authorities name for themselves, any could recall
 * the films of all others.
 */
@Component
final class UpstreamRecalls implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamRecalls.class);
  private static final Duration ASK_EVERY = Duration.ofSeconds(10);

  private final Upstream upstream;
  private final Manifests manifests;
  private final RecallIndex index;
  private Disposable asking = Disposables.disposed();
  private long heardMillis;

  UpstreamRecalls(Upstream upstream, Manifests manifests, RecallIndex index) {
    this.upstream = upstream;
    this.manifests = manifests;
    this.index = index;
  }

  @Override
  public void start() {
    if (upstream.isConfigured()) {
      asking = Flux.interval(Duration.ZERO, ASK_EVERY)
          .onBackpressureDrop()
          .concatMap(tick -> ask().onErrorResume(UpstreamRecalls::later), 1)
          .subscribe();
    }
  }

  private Mono<Void> ask() {
    return upstream
        .recalls(heardMillis)
        .flatMapIterable(Recalls::recalls)
        .concatMap(recall -> hear(recall), 1)
        .then();
  }

  private Mono<Void> hear(Recalls.Recall recall) {
    return index
        .contains(recall.contentId())
        .flatMap(known -> known ? Mono.empty() : manifests.recall(recall.contentId()))
        .then(Mono.fromRunnable(() -> heardMillis = Math.max(heardMillis, recall.at())));
  }

  private static Mono<Void> later(Throwable error) {
    LOG.debug("recalls upstream are asked for again: {}", error.getMessage());
    return Mono.empty();
  }

  @Override
  public void stop() {
    asking.dispose();
  }

  @Override
  public boolean isRunning() {
    return !asking.isDisposed();
  }
}
