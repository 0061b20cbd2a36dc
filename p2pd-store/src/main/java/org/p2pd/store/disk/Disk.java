package org.p2pd.store.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One directory of a store and whether it did what it was last asked to; says so in the log when that changes.
 * Thread-safe.
 */
final class Disk {
  private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

  /** How long a disk that refused a write is left alone where others take it. */
  private static final Duration REST = Duration.ofSeconds(10);

  private final StoreDirectory directory;
  private final long capacityBytes;
  private final AtomicLong bytes = new AtomicLong();
  private volatile @Nullable String trouble;
  private volatile boolean unreadable;
  private volatile long refusedNanos;

  Disk(StoreDirectory directory) throws IOException {
    this.directory = directory;
    this.capacityBytes = Math.max(1, Files.getFileStore(directory.root()).getTotalSpace());
  }

  StoreDirectory directory() {
    return directory;
  }

  /** Bytes came onto the disk, or left it. */
  void count(long more) {
    bytes.addAndGet(more);
  }

  /** Bytes of blocks, as a share of what the file system may hold. */
  double fill() {
    return (double) bytes.get() / capacityBytes;
  }

  /** Something that can fail. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** Runs {@code call}; where it fails, health tells that {@code activity} did. */
  <T> T tried(String activity, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (IOException e) {
      failed(activity, e);
      throw e;
    }
  }

  /** As {@link #tried}, for what writes: once it works the disk is well again. */
  <T> T written(String activity, Call<T> call) throws IOException {
    try {
      T result = call.run();
      wrote();
      return result;
    } catch (IOException e) {
      refusedNanos = System.nanoTime();
      failed(activity, e);
      throw e;
    }
  }

  private synchronized void failed(String activity, IOException error) {
    if (trouble == null) {
      LOG.warn(
          "{}: {} failed; going on without keeping what it refuses",
          directory.root(),
          activity,
          error);
    }
    trouble = activity + " failed: " + error;
  }

  private synchronized void wrote() {
    if (trouble != null && !unreadable) {
      LOG.info("{}: writing works again", directory.root());
      trouble = null;
    }
  }

  /** What is there can't be known: nothing is written to the disk as long as the store is open. */
  void unreadable() {
    unreadable = true;
  }

  boolean isUnreadable() {
    return unreadable;
  }

  /** Whether a write was refused a moment ago. */
  boolean isResting() {
    return trouble != null && System.nanoTime() - refusedNanos < REST.toNanos();
  }

  @Nullable
  String trouble() {
    return trouble;
  }
}
