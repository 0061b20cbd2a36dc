package org.p2pd.tracker.admin;

import java.util.Locale;
import java.util.StringJoiner;
import org.p2pd.tracker.stats.Traffic;

/**
 * Savings as comma-separated values (RFC 4180), bytes everywhere. One table: {@code scope} says of what a row is: {@code
 * total}, {@code hour}, {@code day} or {@code title}.
 */
final class SavingsCsv {
  private static final String END = "\r\n";
  private static final String HEADER =
      "scope,from,name,content_id,delivered,origin,cache,peers,origin_spared,offload";

  private SavingsCsv() {}

  static String of(SavingsView view) {
    StringJoiner rows = new StringJoiner(END, "", END).add(HEADER);
    rows.add(row("total", "", "", "", view.total()));
    view.hours()
        .forEach(each -> rows.add(row("hour", each.from().toString(), "", "", each.traffic())));
    view.days()
        .forEach(each -> rows.add(row("day", each.day().toString(), "", "", each.traffic())));
    view.titles()
        .forEach(each -> rows.add(row(
            "title",
            each.day().toString(),
            each.name() == null ? "" : each.name(),
            each.contentId(),
            each.traffic())));
    return rows.toString();
  }

  private static String row(
      String scope, String from, String name, String contentId, Traffic traffic) {
    return String.join(
        ",",
        scope,
        from,
        quoted(name),
        contentId,
        Long.toString(traffic.delivered()),
        Long.toString(traffic.origin()),
        Long.toString(traffic.cache()),
        Long.toString(traffic.agent()),
        Long.toString(traffic.spared()),
        String.format(Locale.ROOT, "%.4f", traffic.offload()));
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "" : '"' + name.replace("\"", "\"\"") + '"';
  }
}
