package org.p2pd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.random.Seeded;

@Seeded
class BlockStoreConcurrencyTest {
  private static final long BYTES_MAX = 1 << 20;
  private static final int THREADS = 6;

  private @TempDir Path directory;

  private static <T> List<T> inParallel(int threads, Callable<T> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(Collections.nCopies(threads, task))) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void put_sameBlockByMany_isStoredOnce() throws Exception {
    Film film = Film.ofBlocks(40, 1);
    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      for (int i = 0; i < film.blocks(); i++) {
        int block = i;
        List<PutResult> results =
            inParallel(THREADS, () -> store.put(film.digest(block), film.block(block)));
        assertThat(results).containsOnlyOnce(PutResult.STORED).doesNotContain(PutResult.NO_ROOM);
      }
      assertThat(Directories.blockFiles(directory)).hasSize(40);
    }
  }

  @Test
  void lease_foundBlockByMany_isCheckedOnceAndGivenToAll() throws Exception {
    Film film = Film.ofBlocks(40, 1);
    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      IntStream.range(0, 40).forEach(i -> store.put(film.digest(i), film.block(i)));
    }
    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      for (int i = 0; i < film.blocks(); i++) {
        Digest digest = film.digest(i);
        inParallel(THREADS, () -> store.lease(digest).orElseThrow()).forEach(BlockLease::close);
      }
    }
  }

  @Test
  void anything_randomByMany_neverExceedsTheLimitAndNeverLies(RandomGenerator random)
      throws Exception {
    List<Film> films = IntStream.range(0, 5).mapToObj(i -> Film.ofBlocks(30, i)).toList();
    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      AtomicBoolean done = new AtomicBoolean();
      ExecutorService watcher = Executors.newSingleThreadExecutor();
      Future<Long> largest = watcher.submit(() -> largestSeen(done));
      inParallel(THREADS, () -> mixed(store, films, new Random(nextSeed(random))));
      done.set(true);
      assertThat(largest.get()).isLessThanOrEqualTo(BYTES_MAX);
      watcher.shutdown();
      assertThat(store.status().bytesUsed()).isEqualTo(Directories.bytes(directory));
      films.forEach(film -> assertHeldIsOnDisk(store, film.manifest()));
    }
  }

  /** An array that somebody changes meanwhile stands for whatever fault there may be while a block is written. */
  @Test
  void put_faultWhileItIsWritten_nobodyWaitsForItAndItsRoomIsFree() throws Exception {
    Film old = Film.ofBlocks((int) (BYTES_MAX / Film.BLOCK_SIZE) - 1, 1);
    Film film = Film.ofBlocks(1, 2);
    BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX));
    IntStream.range(0, old.blocks()).forEach(i -> store.put(old.digest(i), old.block(i)));
    ByteBuffer[] bytes = {film.block(0)};
    store.beforeDelete(victim -> Arrays.fill(bytes, null));

    assertThatThrownBy(() -> store.put(film.digest(0), bytes))
        .isInstanceOf(NullPointerException.class);

    assertThat(Directories.files(directory.resolve("tmp"))).isEmpty();
    assertThat(store.status().bytesUsed()).isEqualTo(Directories.bytes(directory));
    FutureTask<PutResult> again = new FutureTask<>(() -> {
      PutResult result = store.put(film.digest(0), film.block(0));
      store.close();
      return result;
    });
    Thread other = new Thread(again);
    other.setDaemon(true);
    other.start();
    assertThat(again.get(1, TimeUnit.MINUTES)).isEqualTo(PutResult.STORED);
  }

  private static long nextSeed(RandomGenerator random) {
    synchronized (random) {
      return random.nextLong();
    }
  }

  private long largestSeen(AtomicBoolean done) {
    long largest = 0;
    while (!done.get()) {
      try {
        largest = Math.max(largest, Directories.bytes(directory));
      } catch (java.io.UncheckedIOException e) {
        // A file went while the directory was listed: look again.
        assertThat(e).hasCauseInstanceOf(java.nio.file.NoSuchFileException.class);
      }
    }
    return largest;
  }

  private static void doubt(BlockLease lease) {
    lease.doubt();
    lease.close();
  }

  private static int mixed(BlockStore store, List<Film> films, Random random) throws IOException {
    List<BlockLease> leases = new ArrayList<>();
    for (int step = 0; step < 1_500; step++) {
      Film film = films.get(random.nextInt(films.size()));
      int block = random.nextInt(film.blocks());
      switch (random.nextInt(10)) {
        case 0 -> store.register(film.manifest());
        case 1 -> forgetSometimes(store, film, random);
        case 2, 3, 4 -> store.put(film.digest(block), film.block(block));
        case 5 -> store.lease(film.digest(block)).ifPresent(BlockStoreConcurrencyTest::doubt);
        case 6, 7 -> store.lease(film.digest(block)).ifPresent(leases::add);
        default -> closeAny(leases, random);
      }
      if (!leases.isEmpty()) {
        BlockLease lease = leases.get(random.nextInt(leases.size()));
        Digest actual = Digest.of(Files.readAllBytes(lease.file()));
        assertThat(lease.file()).hasFileName(actual.hex());
      }
    }
    leases.forEach(BlockLease::close);
    return leases.size();
  }

  private static void forgetSometimes(BlockStore store, Film film, Random random) {
    if (random.nextInt(10) == 0) {
      store.forget(film.manifest().contentId());
    }
  }

  private static void closeAny(List<BlockLease> leases, Random random) {
    if (!leases.isEmpty()) {
      leases.remove(random.nextInt(leases.size())).close();
    }
  }

  private void assertHeldIsOnDisk(BlockStore store, Manifest manifest) {
    store.held(manifest.contentId()).stream()
        .forEach(i -> assertThat(store.contains(manifest.blockDigest(i))).isTrue());
    assertThat(Directories.blockFiles(directory)).hasSize(store.status().blocks());
  }
}
