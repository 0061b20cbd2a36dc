package org.p2pd.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.disk.FoundBlock;
import org.p2pd.store.disk.StoreDisks;
import org.p2pd.store.index.Block;
import org.p2pd.store.index.StoreIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the blocks that are on disk when a store opens, folder by folder, while it serves already what was found.
 *
 * <p>Until all is found nobody knows how much room is left, so nothing is written; what somebody asks for is looked for
 * first. A disk whose folders can't be read is left out.
 */
final class StartupScan {
  private static final Logger LOG = LoggerFactory.getLogger(StartupScan.class);
  private static final int THREADS_MAX = 4;

  /** How many blocks enter the index while others wait for it. */
  private static final int BATCH = 256;

  private final StoreIndex index;
  private final GuardedIndex guard;
  private final StoreDisks disks;
  private final Runnable afterwards;
  private final ExecutorService threads;
  private final CompletableFuture<Void> done;

  /** Not ranked yet; guarded by the index's lock. */
  private List<Block> found = new ArrayList<>();

  private final Set<ContentId> lookedFor = ConcurrentHashMap.newKeySet();

  /**
   * Creates the scan of a store whose index {@linkplain StoreIndex#beginScan is told of it}.
   *
   * @param afterwards runs once all is found and things can be reserved
   */
  StartupScan(StoreIndex index, GuardedIndex guard, StoreDisks disks, Runnable afterwards) {
    this.index = index;
    this.guard = guard;
    this.disks = disks;
    this.afterwards = afterwards;
    this.threads = Executors.newFixedThreadPool(threadCount(), task -> {
      Thread thread = new Thread(task, "p2pd-scan");
      thread.setDaemon(true);
      return thread;
    });
    this.done = new CompletableFuture<>();
  }

  private static int threadCount() {
    return Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
  }

  void begin() {
    List<CompletableFuture<Void>> folders = new ArrayList<>();
    for (int disk = 0; disk < disks.count(); disk++) {
      int each = disk;
      foldersOf(disk)
          .forEach(
              folder -> folders.add(CompletableFuture.runAsync(() -> read(each, folder), threads)));
    }
    var unused = CompletableFuture.allOf(folders.toArray(CompletableFuture[]::new))
        .thenRunAsync(this::finish, threads)
        .whenComplete((nothing, fault) -> end(fault));
  }

  private List<Path> foldersOf(int disk) {
    try {
      return disks.folders(disk);
    } catch (IOException e) {
      disks.leaveOut(disk);
      return List.of();
    }
  }

  private void end(@Nullable Throwable fault) {
    threads.shutdown();
    if (fault == null) {
      done.complete(null);
    } else {
      LOG.error(
          "A fault while the store was scanned; it keeps nothing until it is opened again", fault);
      done.completeExceptionally(fault);
    }
  }

  private boolean isStopped() {
    return guard.locked(guard::isClosed);
  }

  private void read(int disk, Path folder) {
    if (isStopped()) {
      return;
    }
    try {
      List<FoundBlock> batch = new ArrayList<>(BATCH);
      disks.findBlocks(disk, folder, file -> {
        batch.add(file);
        if (batch.size() == BATCH) {
          add(disk, batch);
          batch.clear();
        }
      });
      add(disk, batch);
    } catch (IOException e) {
      disks.leaveOut(disk);
    }
  }

  private void add(int disk, List<FoundBlock> files) {
    List<Digest> copies = new ArrayList<>();
    guard.locked(() -> {
      for (FoundBlock file : files) {
        Block known = index.find(file.digest());
        if (known == null) {
          found.add(index.found(file.digest(), file.length(), disk, file.modifiedMillis()));
          disks.countFound(disk, file.length());
        } else if (known.disk() != disk) {
          copies.add(file.digest());
        }
      }
      return copies.size();
    });
    copies.forEach(copy -> deleteCopy(disk, copy));
    guard.publish();
  }

  /** A block that another disk has, too: that one failed once and is back. */
  private void deleteCopy(int disk, Digest copy) {
    try {
      disks.delete(disk, copy, 0);
    } catch (IOException e) {
      disks.leaveOut(disk);
    }
  }

  /** Looks for the blocks of a content before all else; returns when they are found. Does nothing after the scan. */
  void lookFor(Manifest manifest) {
    if (done.isDone() || !lookedFor.add(manifest.contentId())) {
      return;
    }
    for (int i = 0; i < manifest.blockCount(); i++) {
      lookFor(manifest.blockDigest(i));
    }
  }

  private void lookFor(Digest digest) {
    for (int disk = 0; disk < disks.count(); disk++) {
      boolean wanted = guard.locked(() -> index.isScanning() && index.find(digest) == null);
      if (wanted) {
        int each = disk;
        disks.find(disk, digest).ifPresent(file -> add(each, List.of(file)));
      }
    }
  }

  private void finish() {
    if (isStopped()) {
      return;
    }
    do {
      rank(guard.locked(this::take));
    } while (!guard.locked(this::endIfAllAreRanked));
    afterwards.run();
  }

  private List<Block> take() {
    List<Block> taken = found;
    found = new ArrayList<>();
    return taken;
  }

  private void rank(List<Block> blocks) {
    long[] order = byAge(blocks);
    for (int from = 0; from < order.length; from += BATCH) {
      int first = from;
      int end = Math.min(order.length, from + BATCH);
      guard.update(() -> {
        for (int i = first; i < end; i++) {
          index.ranked(blocks.get((int) order[i]));
        }
      });
    }
  }

  /** Where each block stands in {@code blocks}, the oldest first: in the low half; numbers are sorted at once. */
  private static long[] byAge(List<Block> blocks) {
    long[] order = new long[blocks.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) blocks.get(i).writtenSeconds() << 32 | i;
    }
    Arrays.sort(order);
    return order;
  }

  private boolean endIfAllAreRanked() {
    if (found.isEmpty()) {
      index.endScan();
    }
    return !index.isScanning();
  }

  /** Waits for what is under way, of a store that is closed. */
  void stop() {
    done.handle((nothing, fault) -> true).join();
  }

  /** Waits until all is found, however long it takes. */
  void await() {
    done.join();
  }

  /** Waits until all is found; false where that takes longer than {@code most}. */
  boolean await(Duration most) {
    try {
      done.get(most.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the store could not be scanned", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
