package org.p2pd.standalone.cli.report;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.agent.cli.HumanSize;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.savings.Assumptions;
import org.p2pd.standalone.savings.BytesBySender;
import org.p2pd.standalone.savings.NetworkHistory;
import org.p2pd.standalone.savings.NetworkSavings;
import org.p2pd.standalone.savings.Savings;

/** A report for people. */
final class ReportTables implements ReportOutput {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:00", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ROW = "  %-28s %12s %12s %12s %12s %7s%n";

  private final PrintWriter out;

  ReportTables(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void network(
      URI tracker, TrackerStats stats, Map<Instant, NetworkHistory.Traffic> byHour) {
    BytesByRole served = stats.bytesServed();
    NetworkHistory.Traffic all = new NetworkHistory.Traffic(
        served.origin(), served.cache(), served.agent(), stats.delivered());
    say(
        "The network of %s: %s, %s, %s, %s now",
        tracker,
        counted(stats.publications(), "film"),
        counted(stats.hosts().origin(), "origin"),
        counted(stats.hosts().cache(), "cache"),
        counted(stats.hosts().agent(), "viewer"));
    heading("", "watched", "by origins", "by caches", "by viewers");
    traffic("since its state began", all);
    byHour.forEach((hour, each) -> {
      if (each.delivered() > 0 || each.origin() > 0) {
        traffic(HOUR.format(hour) + " UTC", each);
      }
    });
    say(
        "  Origins were spared %s: what was watched, less what they sent.",
        HumanSize.of(all.spared()));
    say(
        "  What was sent need not add up to what was watched: films also come from viewers' own disks,");
    say("  and what caches and viewers fetched to keep counts as sent, too.");
  }

  private static String counted(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  @Override
  public void days(
      int days,
      List<NetworkSavings.Day> byDay,
      List<Map.Entry<String, NetworkHistory.Traffic>> titles) {
    say("%nBy day (UTC), of the last %d", days);
    heading("", "watched", "by origins", "by caches", "by viewers");
    byDay.forEach(each -> traffic(each.day(), each.traffic()));
    say("%nBy title, on these days together");
    heading("", "watched", "by origins", "by caches", "by viewers");
    titles.forEach(each -> {
      say("  %s", each.getKey());
      traffic("", each.getValue());
    });
  }

  private void heading(String first, String... columns) {
    out.printf(Locale.ROOT, ROW, first, columns[0], columns[1], columns[2], columns[3], "spared");
  }

  private void traffic(String label, NetworkHistory.Traffic traffic) {
    double spared = traffic.delivered() == 0 ? 0 : (double) traffic.spared() / traffic.delivered();
    out.printf(
        Locale.ROOT,
        ROW,
        label,
        HumanSize.of(traffic.delivered()),
        HumanSize.of(traffic.origin()),
        HumanSize.of(traffic.cache()),
        HumanSize.of(traffic.agent()),
        percent(spared));
  }

  @Override
  public void agent(URI url, AgentStatus status) {
    BytesByRole from = status.received();
    say("%nThis machine's agent at %s, since it started", url);
    say(
        "  got %s: %s from origins, %s from caches, %s from viewers",
        HumanSize.of(from.total()),
        HumanSize.of(from.origin()),
        HumanSize.of(from.cache()),
        HumanSize.of(from.agent()));
    say(
        "  played %s, sent %s to others",
        HumanSize.of(status.delivered()), HumanSize.of(status.served()));
  }

  @Override
  public void cache(URI url, List<ReportedNetwork.Title> titles) {
    say("%nThe cache at %s, since it started", url);
    say("  %9s %9s %12s  %s", "requests", "hits", "length", "title");
    titles.forEach(each -> say(
        "  %9d %9d %12s  %s",
        each.requests(), each.hits(), HumanSize.of(each.length()), each.name()));
  }

  @Override
  public void savings(Savings savings, Assumptions given, int titles) {
    say(
        "What p2pd would have saved: %d requests, %s delivered.",
        savings.requests(), HumanSize.of(savings.all().total()));
    say("%nAssumed");
    say("  %.0f %% of viewers have the agent and share", given.agents() * 100);
    say(
        "  for %.1f h after watching, at most %.1f Mbit/s each",
        given.keep().toSeconds() / 3_600.0, given.uploadBitsPerSecond() / 1e6);
    say("  films are watched at %.1f Mbit/s", given.filmBitsPerSecond() / 1e6);
    say(
        "  %.0f %% of networks have a cache, which keeps a film for %d days",
        given.sites() * 100, given.cacheDays());
    say("  files of which no answer had %s are left out", HumanSize.of(given.bytesMin()));
    say("");
    heading("", "delivered", "by origin", "by caches", "by viewers");
    shares("all", savings.all());
    savings.days().forEach((day, each) -> shares(day.toString(), each));
    say("%n  Titles that deliver most");
    savings.titles(titles).forEach(each -> shares(each.getKey(), each.getValue()));
    say(
        "%nThe busiest five minutes: %.1f Mbit/s as it is, %.1f Mbit/s from the origin with p2pd.",
        savings.peakBefore() / 1e6, savings.peakAfter() / 1e6);
  }

  private void shares(String label, BytesBySender shares) {
    String shown = label.length() <= 28 ? label : "…" + label.substring(label.length() - 27);
    out.printf(
        Locale.ROOT,
        ROW,
        shown,
        HumanSize.of(shares.total()),
        HumanSize.of(shares.origin()),
        HumanSize.of(shares.cache()),
        HumanSize.of(shares.peers()),
        percent(shares.saved()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  @Override
  public void end() {
    out.flush();
  }
}
