package org.p2pd.agent.node;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.p2pd.agent.settings.Privacy;
import org.p2pd.transport.dial.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Whether this agent may be known to its tracker, by the user's privacy and by how near the tracker is. */
final class TrackerConsent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerConsent.class);
  private static final Duration NAME_UNKNOWN_AGAIN = Duration.ofSeconds(10);

  private final Privacy privacy;
  private final List<URI> trackers;
  private final Disposable.Swap question = Disposables.swap();
  private volatile boolean allowed;

  TrackerConsent(Privacy privacy, List<URI> trackers) {
    this.privacy = privacy;
    this.trackers = trackers;
    this.allowed = privacy == Privacy.OPEN;
  }

  boolean isAllowed() {
    return allowed;
  }

  /** Runs {@code join} if the agent may be known, as soon as that is clear; else never. */
  void whenAllowed(Runnable join) {
    switch (privacy) {
      case OPEN -> join.run();
      case NONE ->
        LOG.info("Privacy is none: not known to any tracker, films from their providers only");
      case SITE ->
        question.update(Mono.fromCallable(this::isSiteTracker)
            .subscribeOn(Schedulers.boundedElastic())
            .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, NAME_UNKNOWN_AGAIN))
            .subscribe(site -> judged(site, join)));
    }
  }

  private void judged(boolean site, Runnable join) {
    if (site) {
      allowed = true;
      join.run();
    } else {
      LOG.info("Privacy is site, and {} is not of this site: not known to it", trackers);
    }
  }

  /** Every address of every replica is on this machine or in a private network. */
  private boolean isSiteTracker() throws UnknownHostException {
    for (URI tracker : trackers) {
      if (Stream.of(InetAddress.getAllByName(tracker.getHost()))
          .map(Reach::of)
          .anyMatch(reach -> reach != Reach.LOOPBACK && reach != Reach.PRIVATE)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    question.dispose();
  }
}
