package org.p2pd.origin.register;

import org.p2pd.transport.tracker.TrackerSession;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while the tracker does not answer, or may not be told; the origin serves all the same. */
final class TrackerHealth extends AbstractHealthIndicator {
  private final TrackerPublishing publishing;

  TrackerHealth(TrackerPublishing publishing) {
    this.publishing = publishing;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    if (!publishing.isWanted()) {
      builder.unknown().withDetail("explanation", TrackerPublishing.NO_TOKEN);
      return;
    }
    TrackerSession.Status status = publishing.status();
    (status.connected() ? builder.up() : builder.down())
        .withDetail("explanation", status.explanation())
        .withDetail("unheard", publishing.waiting());
  }
}
