package org.p2pd.cache.membership;

import org.p2pd.transport.tracker.TrackerSession;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the tracker answers. Without it the cache serves on what it knows. */
public final class TrackerHealth implements HealthIndicator {
  private final TrackerSession session;

  /** Creates the indicator. */
  public TrackerHealth(TrackerSession session) {
    this.session = session;
  }

  @Override
  public Health health() {
    TrackerSession.Status status = session.status();
    return (status.connected() ? Health.up() : Health.down())
        .withDetail("explanation", status.explanation())
        .withDetail("reachable", status.reachable())
        .build();
  }
}
