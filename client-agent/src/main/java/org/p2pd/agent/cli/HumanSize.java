package org.p2pd.agent.cli;

import java.util.Locale;

/** Bytes for people, in powers of ten. */
public final class HumanSize {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

  private HumanSize() {}

  /** Such as {@code 512 B} or {@code 4.1 MB}. */
  public static String of(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double value = bytes / 1e3;
    int unit = 0;
    // What would be shown as 1000.0 is shown in the next unit.
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
