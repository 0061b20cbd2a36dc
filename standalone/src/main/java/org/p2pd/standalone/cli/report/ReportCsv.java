package org.p2pd.standalone.cli.report;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.savings.Assumptions;
import org.p2pd.standalone.savings.BytesBySender;
import org.p2pd.standalone.savings.NetworkHistory;
import org.p2pd.standalone.savings.NetworkSavings;
import org.p2pd.standalone.savings.Savings;

/**
 * A report as comma-separated values (RFC 4180), bytes everywhere. One table: {@code scope} says of what a row is, {@code
 * label} of which one.
 */
final class ReportCsv implements ReportOutput {
  private static final String HEADER =
      "scope,label,delivered,origin,cache,peers,origin_spared,requests,hits";

  private final PrintWriter out;

  ReportCsv(PrintWriter out) {
    this.out = out;
    out.println(HEADER);
  }

  @Override
  public void network(
      URI tracker, TrackerStats stats, Map<Instant, NetworkHistory.Traffic> byHour) {
    traffic(
        "network",
        tracker.toString(),
        new NetworkHistory.Traffic(
            stats.bytesServed().origin(),
            stats.bytesServed().cache(),
            stats.bytesServed().agent(),
            stats.delivered()));
    byHour.forEach((hour, each) -> traffic("hour", hour.toString(), each));
  }

  @Override
  public void days(
      int days,
      List<NetworkSavings.Day> byDay,
      List<Map.Entry<String, NetworkHistory.Traffic>> titles) {
    byDay.forEach(each -> traffic("day", each.day(), each.traffic()));
    titles.forEach(each -> traffic("title", each.getKey(), each.getValue()));
  }

  private void traffic(String scope, String label, NetworkHistory.Traffic traffic) {
    row(
        scope,
        label,
        traffic.delivered(),
        traffic.origin(),
        traffic.cache(),
        traffic.agent(),
        traffic.spared(),
        "",
        "");
  }

  @Override
  public void agent(URI url, AgentStatus status) {
    row(
        "agent",
        url,
        status.delivered(),
        status.received().origin(),
        status.received().cache(),
        status.received().agent(),
        Math.max(0, status.delivered() - status.received().origin()),
        "",
        "");
  }

  @Override
  public void cache(URI url, List<ReportedNetwork.Title> titles) {
    titles.forEach(
        each -> row("title", each.name(), "", "", "", "", "", each.requests(), each.hits()));
  }

  @Override
  public void savings(Savings savings, Assumptions given, int titles) {
    shares("log", "all", savings.all(), savings.requests());
    savings.days().forEach((day, each) -> shares("day", day.toString(), each, ""));
    savings.titles(titles).forEach(each -> shares("title", each.getKey(), each.getValue(), ""));
  }

  private void shares(String scope, String label, BytesBySender shares, Object requests) {
    row(
        scope,
        label,
        shares.total(),
        shares.origin(),
        shares.cache(),
        shares.peers(),
        shares.cache() + shares.peers(),
        requests,
        "");
  }

  private void row(Object... fields) {
    for (int i = 0; i < fields.length; i++) {
      out.print(i == 0 ? "" : ",");
      out.print(quoted(String.valueOf(fields[i])));
    }
    out.println();
  }

  /** A stranger's path may begin a formula in a spreadsheet: a quote before it keeps it text. */
  private static String quoted(String field) {
    String text = field.matches("^[=+@-].*") && !field.matches("-?[0-9]+") ? "'" + field : field;
    return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  @Override
  public void end() {
    out.flush();
  }
}
