package org.p2pd.tracker.redis;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes of one {@link Deferred} that are on their way, so that who reads sees what somebody else took to write. Scripts and
 * other commands go by two connections: order alone does not tell.
 */
public final class PendingWrites {
  private final Set<CompletableFuture<Void>> all = ConcurrentHashMap.newKeySet();

  /** Begins {@code write}; completes once it and all that began before are over, fails only if it does. */
  public Mono<Void> with(Mono<Void> write) {
    return Mono.defer(() -> {
      CompletableFuture<Void> own = new CompletableFuture<>();
      List<CompletableFuture<Void>> before = List.copyOf(all);
      all.add(own);
      var unused = write
          .doFinally(end -> all.remove(own))
          .subscribe(done -> {}, own::completeExceptionally, () -> own.complete(null));
      return Flux.fromIterable(before)
          .flatMap(each -> over(each).onErrorComplete())
          .then(over(own));
    });
  }

  private static Mono<Void> over(CompletableFuture<Void> write) {
    return Mono.fromFuture(write, true);
  }
}
