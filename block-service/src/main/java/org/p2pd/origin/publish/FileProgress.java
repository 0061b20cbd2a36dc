package org.p2pd.origin.publish;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the reading of one file has come; says so in the log every tenth of a large file. */
final class FileProgress {
  private static final Logger LOG = LoggerFactory.getLogger(FileProgress.class);

  /** Files below that are read in a second or so. */
  static final long LARGE_BYTES = 1L << 30;

  private static final int STEPS = 10;

  private final String path;
  private final long bytes;
  private final AtomicLong read = new AtomicLong();

  FileProgress(String path, long bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /** Counts {@code more} bytes. */
  void add(long more) {
    long after = read.addAndGet(more);
    if (isLarge() && step(after) > step(after - more)) {
      LOG.info("Reading {}: {} % of {} bytes", path, 100 / STEPS * step(after), bytes);
    }
  }

  private long step(long done) {
    return done / (bytes / STEPS + 1);
  }

  boolean isLarge() {
    return bytes >= LARGE_BYTES;
  }

  String path() {
    return path;
  }

  /** The file's length. */
  long bytes() {
    return bytes;
  }

  /** Bytes read so far; 0 while the file waits. */
  long bytesRead() {
    return read.get();
  }

  /** From 0 to 1. */
  double share() {
    return bytes == 0 ? 1 : (double) read.get() / bytes;
  }
}
