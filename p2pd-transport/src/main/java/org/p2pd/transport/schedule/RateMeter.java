package org.p2pd.transport.schedule;

/**
 * Bytes per second while bytes were expected, smoothed over time.
 *
 * <p>Both the bytes and the time they took decay with the same time constant, so the rate is an average weighted by
 * recency, whatever the size and number of samples: a burst of small reads does not count more than one large one.
 */
final class RateMeter {
  private static final double TIME_CONSTANT_NANOS = 2e9;
  private static final double NANOS_MIN = 1_000;

  private double bytes;
  private double nanos;

  void add(long newBytes, long overNanos) {
    double took = Math.max(NANOS_MIN, overNanos);
    double kept = Math.exp(-took / TIME_CONSTANT_NANOS);
    bytes = bytes * kept + newBytes;
    nanos = nanos * kept + took;
  }

  /** Bytes per second; 0 where nothing was measured. */
  double bytesPerSecond() {
    return nanos == 0 ? 0 : bytes / nanos * 1e9;
  }
}
