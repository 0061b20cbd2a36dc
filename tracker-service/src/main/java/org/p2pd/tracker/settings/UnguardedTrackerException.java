package org.p2pd.tracker.settings;

import java.net.InetAddress;

/** A tracker without secrets was told to listen where other machines reach it. */
final class UnguardedTrackerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnguardedTrackerException(InetAddress address, TrackerSettings settings) {
    super("the tracker would listen on " + address.getHostAddress() + " without "
        + missing(settings));
  }

  private static String missing(TrackerSettings settings) {
    if (settings.secret() != null) {
      return "P2PD_TRACKER_PUBLISH_TOKEN";
    }
    return settings.publishToken() != null
        ? "P2PD_TRACKER_SECRET"
        : "P2PD_TRACKER_SECRET and P2PD_TRACKER_PUBLISH_TOKEN";
  }
}
