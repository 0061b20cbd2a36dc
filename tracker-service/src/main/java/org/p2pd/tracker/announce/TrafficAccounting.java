package org.p2pd.tracker.announce;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.host.Renewal;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.stats.Stats;
import org.p2pd.tracker.title.Titles;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts what hosts say moved, as far as they are believed.
 *
 * <p>Hosts with the operator's standing, and those of this machine, are believed. Of others no content counts for more
 * than {@link ReportedTraffic#plausible}, and all at one address together not for more than their {@link Allowance}.
 *
 * <p>A report of traffic by content has a number and counts once, however often it is said: the number is noted after it was
 * counted, so that a report whose announce failed is not lost. It counts twice only where both the answer and the note
 * were lost.
 */
@Component
final class TrafficAccounting {
  private static final Logger LOG = LoggerFactory.getLogger(TrafficAccounting.class);

  private final Stats stats;
  private final Titles titles;
  private final Hosts hosts;
  private final Allowance allowance = new Allowance();

  TrafficAccounting(Stats stats, Titles titles, Hosts hosts) {
    this.stats = stats;
    this.titles = titles;
    this.hosts = hosts;
  }

  /**
   * Counts one announce.
   *
   * @param serial of the report in {@code moved}; null = it has none, and counts
   */
  void count(HostToken token, Renewal renewal, @Nullable Long serial, List<ReportedTraffic> moved) {
    boolean again = serial != null && serial <= renewal.trafficSerial();
    List<ReportedTraffic> report = again ? List.of() : moved;
    List<ContentTraffic> byContent = report.stream()
        .map(each -> token.operator() ? each.traffic() : each.plausible())
        .toList();
    ContentTraffic total = total(renewal);
    ContentTraffic sum = byContent.stream().reduce(ContentTraffic.NONE, ContentTraffic::plus);
    double share = believed(token, renewal, Math.max(bytes(total), bytes(sum)));
    stats.add(ReportedTraffic.times(total, share));
    for (int i = 0; i < report.size(); i++) {
      titles.add(report.get(i).content(), ReportedTraffic.times(byContent.get(i), share));
    }
    if (serial != null && !again) {
      note(token, serial);
    }
  }

  private static ContentTraffic total(Renewal renewal) {
    return new ContentTraffic(
        renewal.received().origin(),
        renewal.received().cache(),
        renewal.received().agent(),
        renewal.delivered());
  }

  private static long bytes(ContentTraffic moved) {
    return moved.received() + moved.delivered();
  }

  private double believed(HostToken token, Renewal renewal, long bytes) {
    if (bytes == 0) {
      return 1;
    }
    InetAddress address = Cidr.parse(renewal.host().descriptor().address()).network();
    return token.operator() || Reach.of(address) == Reach.LOOPBACK
        ? 1
        : allowance.take(ClientAddress.client(address), bytes, System.nanoTime());
  }

  /** Nobody waits for it. */
  private void note(HostToken token, long serial) {
    var unused = hosts
        .counted(token, serial)
        .subscribe(
            done -> {},
            error -> LOG.debug("report {} is not noted: {}", serial, error.getMessage()));
  }
}
