package org.p2pd.tracker.rate;

import java.net.InetAddress;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.settings.TrackerSettings;
import org.p2pd.transport.dial.Reach;
import org.springframework.stereotype.Component;

/** What each address has called for so far. Never limits this machine's own processes. */
@Component
public final class Rates {
  private final RateLimit limit;
  private final boolean limited;

  Rates(TrackerSettings settings) {
    this.limited = settings.ratePerAddress() > 0;
    this.limit = new RateLimit(Math.max(1, settings.ratePerAddress()));
  }

  /**
   * Takes a call from {@code address}, or says how long to wait before it would be taken.
   *
   * @param cost calls that this one counts as, at least 1
   * @return 0 = taken; else nanoseconds to wait, and nothing was counted
   */
  public long take(InetAddress address, int cost) {
    return !limited || Reach.of(address) == Reach.LOOPBACK
        ? 0
        : limit.take(ClientAddress.client(address), cost, System.nanoTime());
  }
}
