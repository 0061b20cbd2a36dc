package org.p2pd.cache.admin;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.transport.fetch.FetchEngine;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.stored.VerifiedBlock;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** Fetching part of a film before anybody asks for it, in order and no faster than it may. */
final class Preheat {
  private final String url;
  private final FetchTarget target;
  private final BlockSet blocks;
  private final long bytesPerSecondMax;
  private final Instant began;
  private final Disposable.Swap work = Disposables.swap();
  private volatile int blocksDone;
  private volatile long bytesDone;
  private volatile String state = "running";

  /**
   * Creates it; {@link #start} begins.
   *
   * @param blocks consecutive, at least one
   * @param bytesPerSecondMax 0 = as fast as they come
   */
  Preheat(String url, FetchTarget target, BlockSet blocks, long bytesPerSecondMax, Instant began) {
    this.url = url;
    this.target = target;
    this.blocks = blocks;
    this.bytesPerSecondMax = bytesPerSecondMax;
    this.began = began;
  }

  void start(FetchEngine engine) {
    int first = blocks.first();
    work.update(engine
        .read(target, first, first + blocks.size() - 1)
        .concatMap(this::take, 0)
        .doOnError(error -> state = "failed: " + error.getMessage())
        .doOnComplete(() -> state = "done")
        .onErrorComplete()
        .subscribe());
  }

  private Mono<Long> take(VerifiedBlock block) {
    block.close();
    BlockLayout layout = target.manifest().layout();
    int length = layout.lengthOf(block.index());
    blocksDone++;
    bytesDone += length;
    return bytesPerSecondMax == 0
        ? Mono.empty()
        : Mono.delay(Duration.ofMillis(length * 1_000L / bytesPerSecondMax)).ignoreElement();
  }

  void stop() {
    if (isRunning()) {
      state = "stopped";
      work.dispose();
    }
  }

  boolean isRunning() {
    return state.equals("running");
  }

  Progress progress(int id) {
    return new Progress(
        id,
        url,
        target.manifest().contentId().hex(),
        blocks.toString(),
        blocksDone,
        blocks.size(),
        bytesDone,
        bytesPerSecondMax == 0 ? null : bytesPerSecondMax,
        began,
        state);
  }

  /**
   * How far a preheat is.
   *
   * @param blocks what it fetches
   * @param state {@code running}, {@code done}, {@code stopped}, or {@code failed:} and why
   */
  record Progress(
      int id,
      String url,
      String contentId,
      String blocks,
      int blocksDone,
      int blocksMax,
      long bytesDone,
      @Nullable Long bytesPerSecondMax,
      Instant began,
      String state) {}
}
