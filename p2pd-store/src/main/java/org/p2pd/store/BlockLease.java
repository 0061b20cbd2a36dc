package org.p2pd.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The promise that a block's verified file stays where it is until {@link #close}. */
public final class BlockLease implements AutoCloseable {
  private final Supplier<Path> file;
  private final int length;
  private final Runnable distrust;
  private final Runnable end;
  private final AtomicBoolean closed = new AtomicBoolean();

  BlockLease(Supplier<Path> file, int length, Runnable distrust, Runnable end) {
    this.file = file;
    this.length = length;
    this.distrust = distrust;
    this.end = end;
  }

  /** The block's file: exactly its bytes. Read-only by agreement. */
  public Path file() {
    return file.get();
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** Says that the file is not what it should be: it is read and hashed again before the block's next lease. */
  public void doubt() {
    distrust.run();
  }

  /** Ends the promise; once is enough, more does nothing. May delete a file that was given up meanwhile. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end.run();
    }
  }
}
