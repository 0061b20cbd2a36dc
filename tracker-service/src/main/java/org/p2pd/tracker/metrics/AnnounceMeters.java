package org.p2pd.tracker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.tracker.announce.AnnounceListener;
import org.springframework.stereotype.Component;

/**
 * Counts announces answered, contents for which hosts were asked ({@code outcome}: {@code named}, {@code nobody},
 * {@code refused}), and hosts named, by role.
 */
@Component
final class AnnounceMeters implements AnnounceListener {
  private final Counter announces;
  private final Counter named;
  private final Counter nobody;
  private final Counter refused;
  private final Map<HostRole, Counter> hosts = new EnumMap<>(HostRole.class);

  AnnounceMeters(MeterRegistry meters) {
    this.announces = meters.counter("p2pd.tracker.announces");
    this.named = meters.counter("p2pd.tracker.handouts", "outcome", "named");
    this.nobody = meters.counter("p2pd.tracker.handouts", "outcome", "nobody");
    this.refused = meters.counter("p2pd.tracker.handouts", "outcome", "refused");
    for (HostRole role : HostRole.values()) {
      hosts.put(role, meters.counter("p2pd.tracker.hosts.named", "role", role.wireName()));
    }
  }

  @Override
  public void answered(AnnounceReply reply) {
    announces.increment();
    reply.contents().forEach(this::count);
  }

  private void count(ContentHosts answer) {
    if (answer.error() != null) {
      refused.increment();
      return;
    }
    (answer.hosts().isEmpty() ? nobody : named).increment();
    answer.hosts().forEach(host -> {
      Counter counter = hosts.get(host.role());
      if (counter != null) {
        counter.increment();
      }
    });
  }
}
