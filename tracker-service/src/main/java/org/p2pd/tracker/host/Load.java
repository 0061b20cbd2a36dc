package org.p2pd.tracker.host;

import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.tracker.security.HostToken;

/**
 * How busy a host is: uploads under way as a share of those it can serve well.
 *
 * <p>Where the host says what it is willing to send, an upload is thought to take 128 KiB/s, the rate of a modest film;
 * else a viewer's machine serves 8, an origin or cache 128.
 */
final class Load {
  private static final long UPLOAD_BYTES_PER_SECOND = 128 << 10;
  private static final double AGENT_UPLOADS = 8;
  private static final double SERVER_UPLOADS = 128;

  private Load() {}

  static double of(HostToken host, Announce announce) {
    return Math.min(1, announce.activeUploads() / uploadsMax(host, announce));
  }

  private static double uploadsMax(HostToken host, Announce announce) {
    Long willing = announce.uploadBytesPerSecond();
    if (willing != null) {
      return Math.max(1, (double) willing / UPLOAD_BYTES_PER_SECOND);
    }
    return host.role() == HostRole.AGENT ? AGENT_UPLOADS : SERVER_UPLOADS;
  }
}
