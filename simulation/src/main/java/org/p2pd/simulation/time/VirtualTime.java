package org.p2pd.simulation.time;

import java.util.PriorityQueue;

/**
 * A clock that jumps from event to event. Events of one instant run in the order in which they were entered, so equal
 * inputs give equal runs. One thread.
 */
public final class VirtualTime {
  /** A second, in the unit of this clock. */
  public static final long SECOND = 1_000_000_000L;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNanos;
  private long entered;

  /** Nanoseconds since the beginning. */
  public long now() {
    return nowNanos;
  }

  /** Has {@code action} run {@code nanos} from now; negative counts as 0. */
  public void after(long nanos, Runnable action) {
    events.add(new Event(nowNanos + Math.max(0, nanos), entered++, action));
  }

  /** Runs events until there are none, or the next is later than {@code endNanos}; then it is {@code endNanos}. */
  public void runUntil(long endNanos) {
    for (Event next = events.peek();
        next != null && next.atNanos <= endNanos;
        next = events.peek()) {
      events.remove();
      nowNanos = next.atNanos;
      next.action.run();
    }
    nowNanos = Math.max(nowNanos, endNanos);
  }

  private record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
