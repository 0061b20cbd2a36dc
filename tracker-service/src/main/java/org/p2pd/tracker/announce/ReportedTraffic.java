package org.p2pd.tracker.announce;

import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;

/**
 * What a host says moved of a content that the tracker knows.
 *
 * @param length of the content in bytes
 */
record ReportedTraffic(ContentId content, ContentTraffic traffic, long length) {
  /** Between two reports a viewer may see a short film some times over, and no more of a long one than there is. */
  private static final int LENGTHS_MAX = 4;

  /** The part of it that a host without standing may have moved between two reports. */
  ContentTraffic plausible() {
    return times(traffic, Math.min(share(traffic.received()), share(traffic.delivered())));
  }

  private double share(long bytes) {
    return bytes <= LENGTHS_MAX * length ? 1 : (double) LENGTHS_MAX * length / bytes;
  }

  /** A share of what moved, 0 to 1. */
  static ContentTraffic times(ContentTraffic moved, double share) {
    return share == 1
        ? moved
        : new ContentTraffic(
            (long) (moved.origin() * share),
            (long) (moved.cache() * share),
            (long) (moved.agent() * share),
            (long) (moved.delivered() * share));
  }
}
