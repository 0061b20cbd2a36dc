package org.p2pd.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.p2pd.store.index.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners about changes in order and one at a time, whichever threads made them: the first to come tells all
 * that queue up meanwhile.
 */
final class Changes {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

  private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger callsPending = new AtomicInteger();

  /** Where the changes come from. */
  interface Source {
    void drainTo(Consumer<Change> receiver);
  }

  void add(StoreListener listener) {
    listeners.add(listener);
  }

  void publish(Source source) {
    if (callsPending.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    while (seen != 0) {
      source.drainTo(this::tell);
      seen = callsPending.addAndGet(-seen);
    }
  }

  private void tell(Change change) {
    for (StoreListener listener : listeners) {
      try {
        tell(listener, change);
      } catch (RuntimeException e) {
        LOG.error("A store listener failed at {}", change, e);
      }
    }
  }

  private static void tell(StoreListener listener, Change change) {
    if (change.stored()) {
      listener.stored(change.contentId(), change.index());
    } else {
      listener.dropped(change.contentId(), change.index());
    }
  }
}
