package org.p2pd.standalone.savings;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the system would have saved a web server: its log, replayed request by request in the log's order.
 *
 * <p>Who has the agent, and which networks have a cache, is drawn from the address alone, so that the same log gives the same
 * answer, and a greater share of agents includes the smaller one's. A viewer without the agent is served by the origin, or by its
 * site's cache; one with the agent by its site's cache, then by viewers who hold the film, as far as their upload goes, then by the
 * origin.
 */
public final class Savings {
  /** The most different titles that are told apart. */
  public static final int TITLES_MAX = 200_000;

  private static final int PEAK_SECONDS = 300;

  private final Assumptions given;
  private final Map<String, Title> titles = new HashMap<>();
  private final Map<LocalDate, BytesBySender> days = new TreeMap<>();
  private final Map<Long, long[]> peaks = new HashMap<>();
  private BytesBySender all = BytesBySender.NONE;
  private long requests;

  /** Begins with an empty log. */
  public Savings(Assumptions given) {
    this.given = given;
  }

  /**
   * Replays one request.
   *
   * @throws IllegalStateException with the {@value #TITLES_MAX}th and one title
   */
  public void replay(LoggedRequest request) {
    if (request.bytes() < given.bytesMin() && !titles.containsKey(request.path())) {
      return;
    }
    if (titles.size() >= TITLES_MAX && !titles.containsKey(request.path())) {
      throw new IllegalStateException("the log has more than " + TITLES_MAX
          + " titles: split it, or leave out small files with a greater --min-size");
    }
    Title title = titles.computeIfAbsent(request.path(), path -> new Title());
    BytesBySender answer = title.answer(
        request, given, drawn(request.client(), given.agents()), siteOf(network(request.client())));
    requests++;
    all = all.plus(answer);
    days.merge(
        LocalDate.ofEpochDay(Math.floorDiv(request.at(), 86_400L)), answer, BytesBySender::plus);
    long[] sums =
        peaks.computeIfAbsent(Math.floorDiv(request.at(), PEAK_SECONDS), slot -> new long[2]);
    sums[0] += answer.total();
    sums[1] += answer.origin();
  }

  private String siteOf(String network) {
    return drawn("site " + network, given.sites()) ? network : "";
  }

  /** IPv4 /16, IPv6 /48; a name's last two labels. */
  static String network(String client) {
    if (client.indexOf(':') >= 0) {
      String[] groups = client.split(":", 4);
      return groups[0] + ":" + groups[1] + ":" + (groups.length > 2 ? groups[2] : "");
    }
    String[] parts = client.split("\\.", -1);
    boolean address = parts.length == 4 && client.matches("[0-9.]+");
    if (parts.length < 3) {
      return client;
    }
    return address
        ? parts[0] + "." + parts[1]
        : parts[parts.length - 2] + "." + parts[parts.length - 1];
  }

  /** Whether {@code text} is among the given share of all texts. */
  static boolean drawn(String text, double share) {
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4) spreads neighbouring addresses.
    long spread = text.hashCode() * 0x9E3779B97F4A7C15L;
    return (spread >>> 11) * 0x1.0p-53 < share;
  }

  /** How many requests were replayed. */
  public long requests() {
    return requests;
  }

  public BytesBySender all() {
    return all;
  }

  /** By day (UTC), in order. */
  public Map<LocalDate, BytesBySender> days() {
    return new TreeMap<>(days);
  }

  /** The titles that deliver most, most first. */
  public List<Map.Entry<String, BytesBySender>> titles(int limit) {
    return titles.entrySet().stream()
        .map(each -> Map.entry(each.getKey(), each.getValue().all()))
        .sorted((a, b) -> Long.compare(b.getValue().total(), a.getValue().total()))
        .limit(limit)
        .toList();
  }

  /** The busiest five minutes of the server as it is, in bits per second. */
  public double peakBefore() {
    return peaks.values().stream().mapToLong(sums -> sums[0]).max().orElse(0) * 8.0 / PEAK_SECONDS;
  }

  /** The busiest five minutes of the origin with the system, in bits per second. */
  public double peakAfter() {
    return peaks.values().stream().mapToLong(sums -> sums[1]).max().orElse(0) * 8.0 / PEAK_SECONDS;
  }
}
