package org.p2pd.transport.fetch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.schedule.host.HostBook;
import org.p2pd.transport.schedule.host.RememberedHost;
import reactor.core.scheduler.Scheduler;

/** Has the standing of hosts kept once a minute in which one was dealt with. Owned by the engine's thread. */
final class Remembering {
  /** Keeps nothing. */
  static final Remembering NOTHING = new Remembering(new HostBook(), null, null);

  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final HostBook book;
  private final @Nullable HostMemory memory;
  private final @Nullable Scheduler disk;
  private long lastNanos = System.nanoTime();

  /** @param disk where files are written */
  Remembering(HostBook book, @Nullable HostMemory memory, @Nullable Scheduler disk) {
    this.book = book;
    this.memory = memory;
    this.disk = disk;
  }

  void tick(long nowNanos) {
    if (memory == null || disk == null || nowNanos - lastNanos < EVERY_NANOS) {
      return;
    }
    List<RememberedHost> hosts = book.remembered(nowNanos);
    long sinceLast = nowNanos - lastNanos;
    lastNanos = nowNanos;
    if (hosts.stream().anyMatch(each -> each.age().toNanos() < sinceLast)) {
      var unused = disk.schedule(() -> memory.save(hosts));
    }
  }

  /** Writes at once, on this thread: there is nothing left to hold up. */
  void atTheEnd(long nowNanos) {
    List<RememberedHost> hosts = book.remembered(nowNanos);
    if (memory != null && !hosts.isEmpty()) {
      memory.save(hosts);
    }
  }
}
