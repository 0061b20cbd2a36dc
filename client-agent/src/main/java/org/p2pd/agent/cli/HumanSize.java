package org.p2pd.agent.cli;

import java.util.Locale;

/** Bytes for people, in powers of 1 024 with the units of IEC 80000-13, as the agent's page has them. */
public final class HumanSize {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

  private HumanSize() {}

  /** Such as {@code 512 B} or {@code 4.1 MiB}. */
  public static String of(long bytes) {
    if (bytes < 1_024) {
      return bytes + " B";
    }
    double value = bytes / 1_024.0;
    int unit = 0;
    // What would be shown as 1024.0 is shown in the next unit.
    while (value >= 1_023.95 && unit < UNITS.length - 1) {
      value /= 1_024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
