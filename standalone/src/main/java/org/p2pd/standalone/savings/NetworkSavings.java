package org.p2pd.standalone.savings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2pd.standalone.savings.NetworkHistory.Traffic;

/**
 * {@code GET /actuator/savings} of a tracker: what origins were spared by day, and by title and day, one page.
 *
 * @param days the latest first; those without traffic are absent
 * @param titles of a page
 * @param next offset of the page after; null = there is none
 */
public record NetworkSavings(
    List<Day> days, List<Title> titles, @Nullable Integer next) {
  public NetworkSavings {
    days = days == null ? List.of() : List.copyOf(days);
    titles = titles == null ? List.of() : List.copyOf(titles);
  }

  /**
   * One day (UTC).
   *
   * @param day such as 2026-11-21
   */
  public record Day(String day, Traffic traffic) {}

  /**
   * What moved of one content on one day.
   *
   * @param name its URL; null = it was never published
   */
  public record Title(String day, @Nullable String name, String contentId, Traffic traffic) {
    private String label() {
      return name == null ? contentId : name;
    }
  }

  /** The sums of each title over all days of {@code pages}, what was delivered most in front. */
  public static List<Map.Entry<String, Traffic>> byTitle(List<NetworkSavings> pages) {
    Map<String, Traffic> sums = new HashMap<>();
    pages.forEach(page ->
        page.titles().forEach(each -> sums.merge(each.label(), each.traffic(), Traffic::plus)));
    List<Map.Entry<String, Traffic>> titles = new ArrayList<>(sums.entrySet());
    titles.sort((a, b) -> Long.compare(b.getValue().delivered(), a.getValue().delivered()));
    return titles;
  }
}
