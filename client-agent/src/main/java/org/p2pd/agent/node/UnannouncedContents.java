package org.p2pd.agent.node;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Films that were found past the agent's own tracker: it hears nothing of them, not even after a restart or a crash, for a
 * note is kept with each before anything of it is stored.
 */
final class UnannouncedContents {
  private static final byte[] NOTE = {1};
  private static final int MAX = 100_000;

  private final BlockStore store;
  private final Set<ContentId> films = ConcurrentHashMap.newKeySet();

  UnannouncedContents(BlockStore store) {
    this.store = store;
    store.contents().stream().filter(this::isNoted).forEach(films::add);
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

  /** {@code bytes} of {@code film}, asked for once the film is marked; where the disk refused that, tried again at their end. */
  <T> Flux<T> noting(Manifest film, Flux<T> bytes) {
    return contains(film.contentId())
        ? Mono.<T>fromRunnable(() -> note(film))
            .subscribeOn(Schedulers.boundedElastic())
            .thenMany(bytes)
            .doFinally(end -> Schedulers.boundedElastic().schedule(() -> note(film)))
        : bytes;
  }

  /** A note stays only with what the store knows. */
  private void note(Manifest film) {
    store.register(film);
    if (!isNoted(film.contentId())) {
      store.notes().put(film.contentId(), NOTE);
    }
  }

  private boolean isNoted(ContentId film) {
    return Arrays.equals(store.notes().get(film), NOTE);
  }
}
