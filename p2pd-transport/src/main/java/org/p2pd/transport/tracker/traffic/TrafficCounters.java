package org.p2pd.transport.tracker.traffic;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;

/**
 * What a node received, handed to viewers and sent to other hosts since it started, in bytes; and by content what each of
 * its trackers was not told of yet. Thread-safe.
 */
public final class TrafficCounters {
  private final Map<HostRole, LongAdder> received = new EnumMap<>(HostRole.class);
  private final LongAdder delivered = new LongAdder();
  private final LongAdder served = new LongAdder();
  private final LongAdder activeUploads = new LongAdder();
  private final List<TrafficLedger> ledgers = new CopyOnWriteArrayList<>();

  /** Creates counters that stand at zero. */
  public TrafficCounters() {
    for (HostRole role : HostRole.values()) {
      received.put(role, new LongAdder());
    }
  }

  /** Counts bytes that a host of {@code role} sent, of a content that is not known. */
  public void received(HostRole role, long bytes) {
    adder(role).add(bytes);
  }

  /** Counts verified bytes of a content that a host of {@code role} sent. */
  public void received(ContentId content, HostRole role, long bytes) {
    received(role, bytes);
    note(
        content,
        switch (role) {
          case ORIGIN, MIRROR -> new ContentTraffic(bytes, 0, 0, 0);
          case CACHE -> new ContentTraffic(0, bytes, 0, 0);
          case AGENT -> new ContentTraffic(0, 0, bytes, 0);
        });
  }

  /** Counts bytes handed to a viewer, of a content that is not known. */
  public void delivered(long bytes) {
    delivered.add(bytes);
  }

  /** Counts bytes of a content handed to a viewer. */
  public void delivered(ContentId content, long bytes) {
    delivered(bytes);
    note(content, new ContentTraffic(0, 0, 0, bytes));
  }

  private void note(ContentId content, ContentTraffic moved) {
    ledgers.forEach(ledger -> ledger.add(content, moved));
  }

  /** A ledger of its own for one tracker, of what moves from now on of contents that it may hear of. */
  TrafficLedger openLedger(Predicate<ContentId> announced) {
    TrafficLedger ledger = new TrafficLedger(announced);
    ledgers.add(ledger);
    return ledger;
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
