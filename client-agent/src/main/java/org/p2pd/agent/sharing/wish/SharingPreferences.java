package org.p2pd.agent.sharing.wish;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;

/**
 * What the user gives to others.
 *
 * @param share whether anything is sent at all
 * @param uploadBytesPerSecond the most in a second, at least {@value #RATE_MIN}; null = a part of what the line is found to
 *     take
 * @param monthlyBytes the most in a calendar month; null = no such limit
 * @param hours when; null = always
 * @param onBattery also while the machine runs on battery
 * @param onMetered also over a link that is paid by the byte
 */
public record SharingPreferences(
    boolean share,
    @Nullable Long uploadBytesPerSecond,
    @Nullable Long monthlyBytes,
    @Nullable DailyHours hours,
    boolean onBattery,
    boolean onMetered) {
  /** Less would only keep others waiting. */
  public static final long RATE_MIN = 16 << 10;

  /** Share always, politely. */
  public static final SharingPreferences DEFAULT =
      new SharingPreferences(true, null, null, null, false, false);

  public SharingPreferences {
    if (uploadBytesPerSecond != null && uploadBytesPerSecond < RATE_MIN) {
      throw new MalformedValueException(
          "uploadBytesPerSecond",
          uploadBytesPerSecond,
          "at least " + RATE_MIN + ", or null for a part of what the line takes");
    }
    if (monthlyBytes != null && monthlyBytes < 0) {
      throw new MalformedValueException(
          "monthlyBytes", monthlyBytes, "bytes, or null for no limit");
    }
  }

  /** Of each wish the one that gives less; of hours, which cannot be compared, this one's where there are any. */
  public SharingPreferences within(SharingPreferences ceiling) {
    return new SharingPreferences(
        share && ceiling.share,
        smaller(uploadBytesPerSecond, ceiling.uploadBytesPerSecond),
        smaller(monthlyBytes, ceiling.monthlyBytes),
        hours == null ? ceiling.hours : hours,
        onBattery && ceiling.onBattery,
        onMetered && ceiling.onMetered);
  }

  private static @Nullable Long smaller(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.min(one, other);
  }
}
