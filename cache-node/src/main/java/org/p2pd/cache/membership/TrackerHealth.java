package org.p2pd.cache.membership;

import java.util.Optional;
import org.p2pd.transport.tracker.TrackerSession;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the tracker answers, and the site's where there is one. Without them the cache serves on what it knows. */
final class TrackerHealth implements HealthIndicator {
  private final TrackerRegistrations registrations;

  TrackerHealth(TrackerRegistrations registrations) {
    this.registrations = registrations;
  }

  @Override
  public Health health() {
    TrackerSession.Status status = registrations.session().status();
    Optional<TrackerSession.Status> site = registrations.site().map(TrackerSession::status);
    boolean connected =
        status.connected() && site.map(TrackerSession.Status::connected).orElse(true);
    Health.Builder health = (connected ? Health.up() : Health.down())
        .withDetail("explanation", status.explanation())
        .withDetail("reachable", status.reachable());
    site.ifPresent(each -> health.withDetail("site", each.explanation()));
    return health.build();
  }
}
