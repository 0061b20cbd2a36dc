package org.p2pd.origin.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** What metrics tell of the reading of files. */
final class HashingMeters {
  private final Counter files;
  private final Counter bytes;
  private final MultiGauge progress;
  private final MeterRegistry meters;
  private int active;
  private long activeSinceNanos;
  private long busyNanos;

  /**
   * Registers all meters.
   *
   * @param underWay the files that wait or are being read
   */
  HashingMeters(MeterRegistry meters, Collection<FileProgress> underWay) {
    this.meters = meters;
    this.files = Counter.builder("p2pd.publish.files.read")
        .description("Files that were read for their digests")
        .register(meters);
    this.bytes = Counter.builder("p2pd.publish.bytes.read")
        .description("Bytes that were read for digests")
        .baseUnit("bytes")
        .register(meters);
    this.progress = MultiGauge.builder("p2pd.publish.progress")
        .description("How much of a large file has been read for its digests, 0 to 1")
        .register(meters);
    Gauge.builder("p2pd.publish.files.waiting", underWay, Collection::size)
        .description("Files that wait to be read or are being read")
        .register(meters);
    Gauge.builder("p2pd.publish.bytes.waiting", underWay, HashingMeters::bytesLeft)
        .description("Bytes that are still to be read for digests")
        .baseUnit("bytes")
        .register(meters);
    FunctionCounter.builder("p2pd.publish.reading", this, HashingMeters::busySeconds)
        .description("Time during which at least one file was being read")
        .baseUnit("seconds")
        .register(meters);
  }

  /** A file is being read from now on. */
  synchronized void started() {
    if (active++ == 0) {
      activeSinceNanos = meters.config().clock().monotonicTime();
    }
  }

  /** A file is no longer being read. */
  synchronized void ended() {
    if (--active == 0) {
      busyNanos += meters.config().clock().monotonicTime() - activeSinceNanos;
    }
  }

  /** A file was read to its end. */
  void fileRead() {
    files.increment();
  }

  /** So many bytes were read. */
  void bytesRead(long count) {
    bytes.increment(count);
  }

  /** Shows the progress of these files, and of no others any more. */
  synchronized void show(Collection<FileProgress> large) {
    progress.register(
        large.stream()
            .<MultiGauge.Row<?>>map(
                file -> MultiGauge.Row.of(Tags.of("file", file.path()), file, FileProgress::share))
            .toList(),
        true);
  }

  private synchronized double busySeconds() {
    long current = active == 0 ? 0 : meters.config().clock().monotonicTime() - activeSinceNanos;
    return (double) (busyNanos + current) / TimeUnit.SECONDS.toNanos(1);
  }

  private static double bytesLeft(Collection<FileProgress> files) {
    return files.stream().mapToDouble(file -> file.bytes() - file.bytesRead()).sum();
  }
}
