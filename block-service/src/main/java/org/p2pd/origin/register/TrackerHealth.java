package org.p2pd.origin.register;

import org.p2pd.transport.tracker.TrackerSession;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while the tracker does not answer, or may not be told; the origin serves all the same. */
final class TrackerHealth extends AbstractHealthIndicator {
  private final Membership membership;

  TrackerHealth(Membership membership) {
    this.membership = membership;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    if (!membership.isWanted()) {
      builder.unknown().withDetail("explanation", Membership.NO_TOKEN);
      return;
    }
    TrackerSession.Status status = membership.status();
    (status.connected() ? builder.up() : builder.down())
        .withDetail("explanation", status.explanation())
        .withDetail("unheard", membership.waiting());
  }
}
