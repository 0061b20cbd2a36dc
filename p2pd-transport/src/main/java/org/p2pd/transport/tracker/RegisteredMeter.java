package org.p2pd.transport.tracker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Whether the tracker answers and knows this node, as {@code p2pd.node.registered}: 1 or 0. */
public final class RegisteredMeter implements MeterBinder {
  private final TrackerSession session;

  /** Creates the meter of a node that means to be registered. */
  public RegisteredMeter(TrackerSession session) {
    this.session = session;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("p2pd.node.registered", session, each -> each.status().connected() ? 1 : 0)
        .description("Whether the tracker answers and knows this node")
        .register(registry);
  }
}
