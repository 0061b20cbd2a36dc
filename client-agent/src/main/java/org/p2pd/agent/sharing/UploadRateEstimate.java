package org.p2pd.agent.sharing;

import java.util.Arrays;

/**
 * How fast uploads may be where the user set no limit: so that a fifth of the line stays free for everything else.
 *
 * <p>Nobody can ask a line what it takes, so it is tried out. Of the seconds in which somebody was being sent something
 * all the time one in {@value #MEASURED_EVERY} is not limited at all; the best of the last {@value #KEPT} such seconds
 * (some ten minutes of work) is the line's rate, and {@value #PERCENT} % of it is the limit. What is found to be more than
 * was known is measured again a second later, then after two, four, eight: the first second may have met one slow asker. A
 * second with a pause in it says how much was asked for and nothing of the line: it does not count. Pure: told of each
 * second.
 */
final class UploadRateEstimate {
  static final int PERCENT = 80;
  static final int MEASURED_EVERY = 10;
  static final int KEPT = 60;
  static final long FLOOR_BYTES_PER_SECOND = 64 << 10;

  /** A limit that is none. */
  static final long UNLIMITED = 0;

  /** So much more than was known is news. */
  private static final double NEWS = 1.1;

  private final long[] measured = new long[KEPT];
  private int measurements;
  private int limitedSeconds;
  private int limitedSecondsMax = 1;
  private long limit = UNLIMITED;

  /**
   * A second is over.
   *
   * @param sentBytes in it
   * @param busyThroughout whether an upload was under way all the time
   * @return the most bytes to send in the next; {@link #UNLIMITED} for one that measures
   */
  long secondOver(long sentBytes, boolean busyThroughout) {
    if (busyThroughout) {
      count(sentBytes);
    }
    return limit;
  }

  private void count(long sentBytes) {
    if (limit == UNLIMITED) {
      boolean news = sentBytes > NEWS * lineBytesPerSecond();
      limitedSecondsMax = news ? 1 : Math.min(2 * limitedSecondsMax, MEASURED_EVERY - 1);
      measured[measurements % KEPT] = sentBytes;
      measurements++;
      limitedSeconds = 0;
      limit = share();
    } else if (++limitedSeconds >= limitedSecondsMax) {
      limit = UNLIMITED;
    }
  }

  /** What the line takes, as far as is known; 0 = nothing was measured yet. */
  long lineBytesPerSecond() {
    return Arrays.stream(measured).max().orElse(0);
  }

  /** The part of the line that uploads may take; {@link #UNLIMITED} before anything was measured. */
  long share() {
    return measurements == 0
        ? UNLIMITED
        : Math.max(FLOOR_BYTES_PER_SECOND, lineBytesPerSecond() * PERCENT / 100);
  }
}
