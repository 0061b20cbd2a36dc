package org.p2pd.tracker.admin;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.tracker.stats.Savings;
import org.p2pd.tracker.stats.Traffic;

/**
 * What origins are spared.
 *
 * @param total since the network's state began
 * @param hours of the last day, in order; those without a note are absent
 * @param days asked for, the latest first; those without traffic are absent
 * @param titles a page of what moved on those days, day by day, of each what was delivered most in front
 * @param next the offset of the page after; null = there is none
 */
record SavingsView(
    Traffic total,
    List<Savings.Hour> hours,
    List<Savings.Day> days,
    List<Title> titles,
    @Nullable Integer next) {

  /**
   * What moved of one content on one day (UTC).
   *
   * @param name its URL; null = it was never published here
   */
  record Title(LocalDate day, @Nullable String name, String contentId, Traffic traffic) {}
}
