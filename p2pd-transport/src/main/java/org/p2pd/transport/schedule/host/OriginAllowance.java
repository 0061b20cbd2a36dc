package org.p2pd.transport.schedule.host;

/**
 * How much may be asked of origins and mirrors, over all transfers of a process: a token bucket that holds a second's worth.
 * A block larger than what is left is asked for all the same, and paid off before the next: on average the rate holds.
 * Times are nanoseconds of one monotonic clock.
 */
public final class OriginAllowance {
  private final long bytesPerSecond;
  private double bytes;
  private boolean everAsked;
  private long markNanos;

  /** @param bytesPerSecond 0 = as much as anybody wants */
  OriginAllowance(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
    this.bytes = bytesPerSecond;
  }

  /** Whether something may be asked for now. */
  public boolean isOpen(long nowNanos) {
    return bytesPerSecond == 0 || left(nowNanos) > 0;
  }

  /** An origin or a mirror was asked for {@code bytesAsked}; as many as are due to come, however large the block. */
  public void asked(long bytesAsked, long nowNanos) {
    if (bytesPerSecond > 0) {
      bytes = left(nowNanos) - bytesAsked;
      everAsked = true;
      markNanos = nowNanos;
    }
  }

  /** Of what was asked for, so many bytes will not come: others may be asked for instead. */
  public void returned(long bytesMissing) {
    bytes = Math.min(bytesPerSecond, bytes + bytesMissing);
  }

  private double left(long nowNanos) {
    double earned = everAsked ? (nowNanos - markNanos) / 1e9 * bytesPerSecond : 0;
    return Math.min(bytesPerSecond, bytes + earned);
  }
}
