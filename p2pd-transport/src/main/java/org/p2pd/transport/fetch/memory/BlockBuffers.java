package org.p2pd.transport.fetch.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * Memory for whole blocks that is used again, not taken from the system and given back for each: from JDK 24 on giving back
 * stops every thread for a moment and taking clears what will be overwritten; on all, new memory costs a page fault for
 * every 4 KiB.
 *
 * <p>What nobody has needed for a while goes back to the system: an idle process keeps none. Thread-safe.
 */
public final class BlockBuffers {
  /** Those of this process; at most 16 MiB are kept while nobody uses them. */
  public static final BlockBuffers SHARED = new BlockBuffers(16 << 20);

  /** Shorter ones are left to the allocator, which has pools for them. */
  private static final int LENGTH_MIN = 64 << 10;

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final long freeBytesMax;
  private final Deque<ByteBuf> free = new ArrayDeque<>();
  private long freeBytes;
  private long periodSinceNanos;

  /** How many were free all the time since the period began. */
  private int unneeded;

  /**
   * Creates it, empty.
   *
   * @param freeBytesMax the most bytes that are kept while nobody uses them
   */
  BlockBuffers(long freeBytesMax) {
    this.freeBytesMax = freeBytesMax;
  }

  /**
   * An empty buffer that holds exactly {@code length} bytes, in memory outside the heap. Its memory comes back once the
   * caller, or whoever got its reference, releases it; what is in it is undefined.
   */
  public ByteBuf take(int length) {
    if (length < LENGTH_MIN) {
      return ByteBufAllocator.DEFAULT.directBuffer(length, length);
    }
    return new Lent(takeMemory(length)).clear();
  }

  private synchronized ByteBuf takeMemory(int length) {
    Iterator<ByteBuf> latestFirst = free.iterator();
    while (latestFirst.hasNext()) {
      ByteBuf memory = latestFirst.next();
      if (memory.capacity() == length) {
        latestFirst.remove();
        freeBytes -= length;
        unneeded = Math.min(unneeded, free.size());
        return memory;
      }
    }
    return UnpooledByteBufAllocator.DEFAULT.directBuffer(length, length);
  }

  private synchronized void giveBack(ByteBuf memory) {
    free.addFirst(memory);
    freeBytes += memory.capacity();
    while (freeBytes > freeBytesMax) {
      releaseOldest();
    }
  }

  private void releaseOldest() {
    ByteBuf oldest = free.removeLast();
    freeBytes -= oldest.capacity();
    oldest.release();
    unneeded = Math.min(unneeded, free.size());
  }

  /** Once in a while gives the system back what nobody needed since the last time. */
  synchronized void tick(long nowNanos) {
    if (nowNanos - periodSinceNanos < PERIOD_NANOS) {
      return;
    }
    periodSinceNanos = nowNanos;
    for (int left = unneeded; left > 0; left--) {
      releaseOldest();
    }
    unneeded = free.size();
  }

  synchronized long freeBytes() {
    return freeBytes;
  }

  /** A buffer over memory that outlives it. */
  private final class Lent extends UnpooledDirectByteBuf {
    private final ByteBuf memory;

    Lent(ByteBuf memory) {
      super(
          UnpooledByteBufAllocator.DEFAULT,
          memory.nioBuffer(0, memory.capacity()),
          memory.capacity());
      this.memory = memory;
    }

    @Override
    protected void deallocate() {
      super.deallocate();
      giveBack(memory);
    }
  }
}
