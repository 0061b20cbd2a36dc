package org.p2pd.simulation.network;

import org.p2pd.simulation.time.VirtualTime;

/** Bytes on their way from one host to another, at the rate that both their links allow. */
public final class Flow {
  private static final double NEVER = 1e-9;

  private final VirtualTime time;
  private final Link up;
  private final Link down;
  private final Receiver receiver;
  private double sent;
  private double rate;
  private long sinceNanos;
  private long markBytes;
  private long wakeNanos = Long.MAX_VALUE;
  private boolean over;

  Flow(VirtualTime time, Link up, Link down, long firstMark, Receiver receiver) {
    this.time = time;
    this.up = up;
    this.down = down;
    this.markBytes = firstMark;
    this.receiver = receiver;
    this.sinceNanos = time.now();
  }

  /** The bytes that have arrived by now. */
  public long sentBytes() {
    return (long) Math.min(markBytes, sentNow() + 1e-3);
  }

  private double sentNow() {
    return sent + rate * (time.now() - sinceNanos) / VirtualTime.SECOND;
  }

  Link otherEnd(Link link) {
    return link == up ? down : up;
  }

  Link up() {
    return up;
  }

  Link down() {
    return down;
  }

  boolean isOver() {
    return over;
  }

  void stop() {
    sent = sentNow();
    sinceNanos = time.now();
    rate = 0;
    over = true;
  }

  /** Takes the rate that the links give now. */
  void adapt() {
    sent = sentNow();
    sinceNanos = time.now();
    rate = Math.min(up.level, down.level);
    wakeAtMark();
  }

  /** An alarm that is too early wakes up for nothing and is set again: cheaper than taking it back. */
  private void wakeAtMark() {
    if (rate < NEVER) {
      return;
    }
    double nanos = Math.max(0, markBytes - sentNow()) / rate * VirtualTime.SECOND;
    long at = time.now() + (long) Math.min(1e15, Math.ceil(nanos));
    if (at < wakeNanos) {
      wakeNanos = at;
      time.after(at - time.now(), () -> woken(at));
    }
  }

  private void woken(long at) {
    if (over || at != wakeNanos) {
      return;
    }
    wakeNanos = Long.MAX_VALUE;
    while (!over && sentNow() + 1e-3 >= markBytes) {
      long mark = markBytes;
      markBytes = Long.MAX_VALUE;
      markBytes = receiver.reached(mark);
    }
    if (!over) {
      wakeAtMark();
    }
  }

  /** Is told when the marks it set have arrived. */
  @FunctionalInterface
  public interface Receiver {
    /** {@code bytes} are here; answers how many there will be at the next call, more than now. */
    long reached(long bytes);
  }
}
