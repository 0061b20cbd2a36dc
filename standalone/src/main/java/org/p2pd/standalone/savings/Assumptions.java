package org.p2pd.standalone.savings;

import java.time.Duration;

/**
 * What a log does not say.
 *
 * @param agents the share of viewers who have the agent and share, 0 to 1
 * @param keep how long a viewer's agent holds a film after it was watched, and runs
 * @param uploadBitsPerSecond what one such viewer sends at most
 * @param filmBitsPerSecond how fast a film is watched; decides for how long a request lasts
 * @param sites the share of viewers in networks (IPv4 /16, IPv6 /48) that have a cache, 0 to 1
 * @param cacheDays for how many days a cache keeps a film after it was last asked for
 * @param bytesMin answers to titles that are smaller than this are not looked at
 */
public record Assumptions(
    double agents,
    Duration keep,
    double uploadBitsPerSecond,
    double filmBitsPerSecond,
    double sites,
    int cacheDays,
    long bytesMin) {
  public Assumptions {
    requireShare("--agents", agents);
    requireShare("--sites", sites);
    requirePositive("--upload", uploadBitsPerSecond);
    requirePositive("--bitrate", filmBitsPerSecond);
    if (keep.isNegative() || keep.toDays() > 366) {
      throw new IllegalArgumentException("--keep: " + keep + " (expected: 0 to 366 days)");
    }
    if (cacheDays < 0 || cacheDays > 366) {
      throw new IllegalArgumentException(
          "--cache-days: " + cacheDays + " (expected: 0 to 366, such as 7)");
    }
    if (bytesMin < 0) {
      throw new IllegalArgumentException("--min-size: " + bytesMin + " (expected: 0 or more)");
    }
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          name + ": " + share * 100 + " (expected: a percentage, 0 to 100)");
    }
  }

  private static void requirePositive(String name, double rate) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException(name + ": " + rate + " (expected: more than 0 Mbit/s)");
    }
  }
}
