package org.p2pd.agent.sharing.wish;

import java.time.YearMonth;

/**
 * Bytes sent in a calendar month.
 *
 * @param month of this machine's own calendar
 */
public record MonthlyCount(YearMonth month, long bytes) {
  /**
   * With {@code more} bytes in {@code now}: a later month than the last begins at nothing. An earlier one is that of a clock
   * that is not set yet, as at boot: its bytes count to the last.
   */
  public MonthlyCount plus(long more, YearMonth now) {
    return now.isAfter(month) ? new MonthlyCount(now, more) : new MonthlyCount(month, bytes + more);
  }
}
