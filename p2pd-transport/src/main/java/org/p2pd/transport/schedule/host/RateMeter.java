package org.p2pd.transport.schedule.host;

import java.time.Duration;

/**
 * Bytes per second while bytes were expected, smoothed over time.
 *
 * <p>Both the bytes and the time they took decay with the same time constant, so the rate is an average weighted by
 * recency, whatever the size and number of samples: a burst of small reads does not count more than one large one.
 */
public final class RateMeter {
  private static final double NANOS_MIN = 1_000;
  private static final double FADED_NANOS = 1e8;

  private final double timeConstantNanos;
  private double bytes;
  private double nanos;

  /** A meter that has forgotten all but a third of what it saw {@code timeConstant}, longer than 0, ago. */
  public RateMeter(Duration timeConstant) {
    this.timeConstantNanos = timeConstant.toNanos();
  }

  /**
   * Takes note of what came.
   *
   * @param newBytes how many bytes, 0 or more
   * @param overNanos the nanoseconds in which they came; less than a microsecond counts as one
   */
  public void add(long newBytes, long overNanos) {
    double took = Math.max(NANOS_MIN, overNanos);
    double kept = Math.exp(-took / timeConstantNanos);
    bytes = bytes * kept + newBytes;
    nanos = nanos * kept + took;
  }

  /** Begins with what is believed, until something is measured. */
  void assume(double bytesPerSecond) {
    bytes = bytesPerSecond;
    nanos = 1e9;
    fade();
  }

  /** Goes on with the rate so far, as if it had been measured for a tenth of a second only: what comes next soon outweighs it. */
  void fade() {
    if (nanos > FADED_NANOS) {
      bytes *= FADED_NANOS / nanos;
      nanos = FADED_NANOS;
    }
  }

  /** Bytes per second; 0 where nothing was measured. */
  public double bytesPerSecond() {
    return nanos == 0 ? 0 : bytes / nanos * 1e9;
  }
}
