package org.p2pd.agent.cli.get;

/**
 * How fast a download goes now: an exponentially weighted average over about {@value #SECONDS} seconds, so that a resumed
 * download is not credited with what was there before.
 */
final class ProgressRate {
  private static final double SECONDS = 3;

  private double bytesPerSecond;
  private double lastSeconds;
  private long lastBytes;
  private boolean begun;

  /** Notes that at {@code seconds}, a time that only grows, {@code bytes} were there; returns the rate. */
  double at(double seconds, long bytes) {
    double passed = seconds - lastSeconds;
    if (!begun || passed <= 0) {
      begin(seconds, bytes);
      return bytesPerSecond;
    }
    double now = (bytes - lastBytes) / passed;
    double weight = bytesPerSecond == 0 ? 1 : 1 - Math.exp(-passed / SECONDS);
    bytesPerSecond += weight * (now - bytesPerSecond);
    lastSeconds = seconds;
    lastBytes = bytes;
    return bytesPerSecond;
  }

  private void begin(double seconds, long bytes) {
    if (!begun) {
      begun = true;
      lastSeconds = seconds;
      lastBytes = bytes;
    }
  }
}
