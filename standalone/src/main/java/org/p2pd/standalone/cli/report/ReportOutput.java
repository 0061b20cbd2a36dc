package org.p2pd.standalone.cli.report;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.savings.Assumptions;
import org.p2pd.standalone.savings.NetworkHistory;
import org.p2pd.standalone.savings.NetworkSavings;
import org.p2pd.standalone.savings.Savings;

/** A form that a report takes. */
interface ReportOutput {
  /** All of a tracker's network, and its last day. */
  void network(URI tracker, TrackerStats stats, Map<Instant, NetworkHistory.Traffic> byHour);

  /** A tracker's last days, the latest first, and its titles, what was delivered most in front. */
  void days(
      int days,
      List<NetworkSavings.Day> byDay,
      List<Map.Entry<String, NetworkHistory.Traffic>> titles);

  /** What an agent moved since it started. */
  void agent(URI url, AgentStatus status);

  /** What a cache was asked for since it started. */
  void cache(URI url, List<ReportedNetwork.Title> titles);

  /** What the system would have saved. */
  void savings(Savings savings, Assumptions given, int titles);

  /** Writes out what is left. */
  void end();
}
