package org.p2pd.origin.publish.disk.hash;

import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The processors that hash: one for each file that is being read, smallest files first, and a second one for a file
 * while no other file wants it.
 */
public final class HashingThreads implements AutoCloseable {
  private final Semaphore idle;
  private final ThreadPoolExecutor files;
  private final ExecutorService seconds;

  /** Uses {@code processors} at the most. */
  public HashingThreads(int processors) {
    this.idle = new Semaphore(processors, true);
    AtomicInteger numbers = new AtomicInteger();
    this.files = new ThreadPoolExecutor(
        processors,
        processors,
        1,
        TimeUnit.MINUTES,
        new PriorityBlockingQueue<>(),
        task -> new Thread(task, "origin-reader-" + numbers.incrementAndGet()));
    this.seconds = Executors.newCachedThreadPool(
        task -> new Thread(task, "origin-reader-second-" + numbers.incrementAndGet()));
  }

  /** Runs {@code reading} of a file of {@code bytes} as soon as it is its turn and a processor is idle. */
  public void run(long bytes, Runnable reading) {
    files.execute(new Turn(bytes, () -> {
      idle.acquireUninterruptibly();
      try {
        reading.run();
      } finally {
        idle.release();
      }
    }));
  }

  /** Lends a second processor to a file that is being read; whoever gets it uses it once, by {@link #second}. */
  boolean tryLend() {
    return !isWanted() && idle.tryAcquire();
  }

  /** Whether a file waits for a processor: those that have two should give one back. */
  boolean isWanted() {
    return idle.hasQueuedThreads() || !files.getQueue().isEmpty();
  }

  /** Runs {@code work} on the processor that {@link #tryLend} lent, and takes that back. */
  <T> Future<T> second(Callable<T> work) {
    return seconds.submit(() -> {
      try {
        return work.call();
      } finally {
        idle.release();
      }
    });
  }

  /** Stops all reading. */
  @Override
  public void close() {
    files.shutdownNow();
    seconds.shutdownNow();
  }

  /** A file's place in the queue. */
  private record Turn(long bytes, Runnable reading) implements Runnable, Comparable<Turn> {
    private static final Comparator<Turn> SMALLEST_FIRST = Comparator.comparingLong(Turn::bytes);

    @Override
    public int compareTo(Turn other) {
      return SMALLEST_FIRST.compare(this, other);
    }

    @Override
    public void run() {
      reading.run();
    }
  }
}
