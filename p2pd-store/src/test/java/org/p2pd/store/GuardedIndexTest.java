package org.p2pd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.store.disk.StoreDisks;
import org.p2pd.store.eviction.Evictable;
import org.p2pd.store.eviction.EvictionPolicy;
import org.p2pd.store.index.Block;
import org.p2pd.store.index.StoreIndex;

class GuardedIndexTest {
  private static final Film FILM = Film.ofBlocks(3, 1);

  private @TempDir Path directory;

  @Test
  void evictWhileOverfull_whileItChooses_othersWaitForTheIndex() throws Exception {
    OldestFirst policy = new OldestFirst();
    StoreIndex index = new StoreIndex(2 * Film.BLOCK_SIZE, policy);
    try (StoreDisks disks = open()) {
      GuardedIndex guard = new GuardedIndex(index, disks);
      find(index);
      AtomicBoolean entered = new AtomicBoolean();
      policy.atChoice = () -> assertThat(getsIn(guard, entered)).isFalse();

      assertThat(guard.evictWhileOverfull()).isTrue();

      assertThat(index.bytesUsed()).isEqualTo(2 * Film.BLOCK_SIZE);
      assertThat(guard.evictWhileOverfull()).as("now it fits").isFalse();
    }
  }

  private StoreDisks open() throws IOException {
    return StoreDisks.open(List.of(directory), StoreInUseException::new);
  }

  private static void find(StoreIndex index) {
    for (int i = 0; i < FILM.blocks(); i++) {
      Block block = index.found(FILM.digest(i), Film.BLOCK_SIZE, 0, i);
      index.ranked(block);
    }
  }

  /** Whether another thread gets at the index; returns once it does, or waits. */
  private static boolean getsIn(GuardedIndex guard, AtomicBoolean entered) {
    Thread other = new Thread(() -> guard.locked(() -> entered.getAndSet(true)));
    other.start();
    while (other.getState() != Thread.State.WAITING && other.isAlive()) {
      Thread.onSpinWait();
    }
    return entered.get();
  }

  /** Gives up what came first. */
  private static final class OldestFirst implements EvictionPolicy {
    private final Queue<Evictable> all = new ArrayDeque<>();
    private Runnable atChoice = () -> {};

    @Override
    public void admitted(Evictable entry) {
      all.add(entry);
    }

    @Override
    public void restored(Evictable entry) {
      all.add(entry);
    }

    @Override
    public void requested(Evictable entry) {
      // Changes nothing.
    }

    @Override
    public void removed(Evictable entry) {
      // Gone already.
    }

    @Override
    public @Nullable Evictable evict() {
      atChoice.run();
      return all.poll();
    }
  }
}
