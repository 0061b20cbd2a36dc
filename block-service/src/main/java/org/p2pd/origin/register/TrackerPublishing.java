package org.p2pd.origin.register;

import org.jspecify.annotations.Nullable;
import org.p2pd.transport.tracker.TrackerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The origin's standing at the tracker, where it has a token for that; without one it serves all the same. */
final class TrackerPublishing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerPublishing.class);

  static final String NO_TOKEN =
      "P2PD_PUBLISH_TOKEN is not set: films are served from here, but the"
          + " tracker is told of none of them; set it to the tracker's P2PD_TRACKER_PUBLISH_TOKEN";

  private final TrackerSession session;
  private final @Nullable PublicationFeed feed;

  TrackerPublishing(TrackerSession session, @Nullable PublicationFeed feed) {
    this.session = session;
    this.feed = feed;
    if (feed != null) {
      feed.listen();
    }
  }

  void start() {
    if (feed == null) {
      LOG.warn(NO_TOKEN);
      return;
    }
    feed.start();
    session.start();
  }

  /** Whether there is a token. */
  boolean isWanted() {
    return feed != null;
  }

  /** How the session stands. */
  TrackerSession.Status status() {
    return session.status();
  }

  /** Paths that the tracker has yet to hear of. */
  int waiting() {
    return feed == null ? 0 : feed.waiting();
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
  }
}
