package org.p2pd.agent.sharing.wish;

import java.time.YearMonth;

/**
 * Bytes sent in a calendar month.
 *
 * @param month of this machine's own calendar
 */
public record MonthlyCount(YearMonth month, long bytes) {
  /** With {@code more} bytes in {@code now}: another month than the last begins at nothing. */
  public MonthlyCount plus(long more, YearMonth now) {
    return new MonthlyCount(now, (now.equals(month) ? bytes : 0) + more);
  }
}
