package org.p2pd.testkit.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The present faults and the counters of one proxy, shared by all its threads; waiting threads see every change. */
final class Network {
  /** A line makes up for so much of what a late thread left unused. */
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  final AtomicLong bytesUpstream = new AtomicLong();
  final AtomicLong bytesDownstream = new AtomicLong();

  private Faults faults = Faults.none();
  private boolean closed;
  private long busyUntilNanos = System.nanoTime();
  private long turns;

  synchronized Faults faults() {
    return faults;
  }

  synchronized void set(Faults changed) {
    faults = changed;
    // The turns that were given at the old rate are over: at a byte a second they would last for
    // hours.
    busyUntilNanos = System.nanoTime();
    turns++;
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Waits while {@code condition} holds for the present faults and the proxy is open. */
  synchronized void awaitWhile(Predicate<Faults> condition) throws InterruptedException {
    while (!closed && condition.test(faults)) {
      wait();
    }
  }

  /** Waits until {@link System#nanoTime} reaches {@code deadlineNanos} or the proxy is closed. */
  synchronized void awaitUntil(long deadlineNanos) throws InterruptedException {
    for (long left = deadlineNanos - System.nanoTime(); !closed && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadlineNanos - System.nanoTime();
    }
  }

  /** Takes a turn of {@code bytes} bytes on the limited line and waits until it ends, or the faults are others. */
  synchronized void carry(int bytes) throws InterruptedException {
    if (faults.bytesPerSecond() <= 0) {
      return;
    }
    long start = Math.max(System.nanoTime() - BURST_NANOS, busyUntilNanos);
    long end = start + bytes * TimeUnit.SECONDS.toNanos(1) / faults.bytesPerSecond();
    busyUntilNanos = end;
    long given = turns;
    for (long left = end - System.nanoTime(); !closed && given == turns && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }
}
