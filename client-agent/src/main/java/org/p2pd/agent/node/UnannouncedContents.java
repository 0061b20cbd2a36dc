package org.p2pd.agent.node;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.store.BlockStore;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Films that were found past the agent's own tracker: it hears nothing of them, not even after a restart, for a note is
 * kept with each that is stored.
 */
final class UnannouncedContents {
  private static final byte[] NOTE = {1};
  private static final int MAX = 100_000;

  private final BlockStore store;
  private final Set<ContentId> films = ConcurrentHashMap.newKeySet();

  UnannouncedContents(BlockStore store) {
    this.store = store;
    store.contents().stream()
        .filter(content -> Arrays.equals(store.notes().get(content), NOTE))
        .forEach(films::add);
  }

  boolean contains(ContentId film) {
    return films.contains(film);
  }

  /** One that the tracker heard of already stays as it is. */
  void add(ContentId film) {
    if (films.size() < MAX && store.held(film).isEmpty()) {
      films.add(film);
    }
  }

  /** {@code bytes} of {@code film}; when they end, what is stored of it is marked. */
  <T> Flux<T> noting(ContentId film, Flux<T> bytes) {
    return contains(film)
        ? bytes.doFinally(end -> Schedulers.boundedElastic().schedule(() -> note(film)))
        : bytes;
  }

  private void note(ContentId film) {
    store.notes().put(film, NOTE);
  }
}
