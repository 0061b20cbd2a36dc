package org.p2pd.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The promise that a block's verified file stays where it is until {@link #close}. */
public final class BlockLease implements AutoCloseable {
  private final Path file;
  private final int length;
  private final Runnable end;
  private final AtomicBoolean closed = new AtomicBoolean();

  BlockLease(Path file, int length, Runnable end) {
    this.file = file;
    this.length = length;
    this.end = end;
  }

  /** The block's file: exactly its bytes. Read-only by agreement. */
  public Path file() {
    return file;
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** Ends the promise; once is enough, more does nothing. May delete a file that was given up meanwhile. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end.run();
    }
  }
}
