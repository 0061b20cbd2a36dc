package org.p2pd.transport.tracker;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.BytesByRole;

/** What a node received, handed to viewers and sent to other hosts since it started, in bytes. Thread-safe. */
public final class TrafficCounters {
  private final Map<HostRole, LongAdder> received = new EnumMap<>(HostRole.class);
  private final LongAdder delivered = new LongAdder();
  private final LongAdder served = new LongAdder();
  private final LongAdder activeUploads = new LongAdder();

  /** Creates counters that stand at zero. */
  public TrafficCounters() {
    for (HostRole role : HostRole.values()) {
      received.put(role, new LongAdder());
    }
  }

  /** Counts a verified block that a host of {@code role} sent. */
  public void received(HostRole role, long bytes) {
    adder(role).add(bytes);
  }

  /** Counts bytes handed to a viewer. */
  public void delivered(long bytes) {
    delivered.add(bytes);
  }

  /** Counts bytes sent to another host. */
  public void served(long bytes) {
    served.add(bytes);
  }

  /** Notes that a response to another host began. */
  public void uploadStarted() {
    activeUploads.increment();
  }

  /** Notes that a response to another host ended. */
  public void uploadFinished() {
    activeUploads.decrement();
  }

  /** Responses to other hosts under way. */
  public int activeUploads() {
    return activeUploads.intValue();
  }

  /** The counts now; mirrors count as origins, since the provider pays for both. */
  public Snapshot snapshot() {
    return new Snapshot(
        new BytesByRole(
            adder(HostRole.ORIGIN).sum() + adder(HostRole.MIRROR).sum(),
            adder(HostRole.CACHE).sum(),
            adder(HostRole.AGENT).sum()),
        delivered.sum(),
        served.sum());
  }

  private LongAdder adder(HostRole role) {
    LongAdder adder = received.get(role);
    if (adder == null) {
      throw new IllegalStateException("every role has a counter");
    }
    return adder;
  }

  /** The counts at one moment. */
  public record Snapshot(BytesByRole received, long delivered, long served) {
    Snapshot since(Snapshot earlier) {
      return new Snapshot(
          new BytesByRole(
              received.origin() - earlier.received.origin(),
              received.cache() - earlier.received.cache(),
              received.agent() - earlier.received.agent()),
          delivered - earlier.delivered,
          served - earlier.served);
    }
  }
}
