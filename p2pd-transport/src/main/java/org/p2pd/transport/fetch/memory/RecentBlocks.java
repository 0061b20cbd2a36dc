package org.p2pd.transport.fetch.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;

/**
 * The blocks that were stored in the last seconds, still in memory: who reads close behind has them without a lease, a file
 * or a copy.
 *
 * <p>Half of the bytes for what may be asked for, the other half for what slow readers still hold; where they hold more,
 * blocks are read from disk as ever. Owned by one thread; what it hands out is released by any.
 */
public final class RecentBlocks {
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final long bytesMax;
  private final Map<Key, Recent> latest = new LinkedHashMap<>();
  private final AtomicLong bytesHeld = new AtomicLong();
  private long bytesLatest;

  private record Key(ContentId content, int block) {}

  private record Recent(ByteBuf bytes, long sinceNanos) {}

  /**
   * Creates it, empty.
   *
   * @param bytesMax the most bytes in memory; 0 = none
   */
  public RecentBlocks(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Keeps a block that was stored.
   *
   * @param bytes the whole block; the caller keeps its reference
   * @param nowNanos of a clock that only moves forward, as in {@link #tick}
   * @return the block in memory, its reference staying here; null where there is no room, or where {@code bytes} lie on
   *     the heap
   */
  public @Nullable ByteBuf add(ContentId content, int block, ByteBuf bytes, long nowNanos) {
    int length = bytes.readableBytes();
    if (length > bytesMax / 2 || !bytes.isDirect()) {
      return null;
    }
    drop(content, block);
    makeRoom(length);
    if (bytesHeld.get() + length > bytesMax) {
      return null;
    }
    ByteBuf kept = new Counted(bytes.retainedDuplicate(), bytesHeld);
    latest.put(new Key(content, block), new Recent(kept, nowNanos));
    bytesLatest += length;
    return kept;
  }

  private void makeRoom(long length) {
    removeOldest(oldest -> bytesLatest + length > bytesMax / 2);
  }

  /** Lets go of what was stored more than two seconds ago. To be called a few times a second. */
  public void tick(long nowNanos) {
    removeOldest(oldest -> nowNanos - oldest.sinceNanos > KEPT_NANOS);
    BlockBuffers.SHARED.tick(nowNanos);
  }

  private void removeOldest(Predicate<Recent> tooMuch) {
    Iterator<Recent> all = latest.values().iterator();
    while (all.hasNext()) {
      Recent oldest = all.next();
      if (!tooMuch.test(oldest)) {
        return;
      }
      letGo(oldest);
      all.remove();
    }
  }

  /** The bytes of a block; the reference stays here. Null where they are not, or no longer, in memory. */
  public @Nullable ByteBuf get(ContentId content, int block) {
    Recent recent = latest.get(new Key(content, block));
    return recent == null ? null : recent.bytes;
  }

  /** Lets go of a block that the store gave up. */
  public void drop(ContentId content, int block) {
    Recent dropped = latest.remove(new Key(content, block));
    if (dropped != null) {
      letGo(dropped);
    }
  }

  /** Lets go of all. */
  public void clear() {
    removeOldest(oldest -> true);
  }

  private void letGo(Recent recent) {
    bytesLatest -= recent.bytes.capacity();
    recent.bytes.release();
  }

  /** The bytes of another buffer, counted until the last who holds them lets go. */
  private static final class Counted extends UnpooledDirectByteBuf {
    private final ByteBuf bytes;
    private final AtomicLong held;

    Counted(ByteBuf bytes, AtomicLong held) {
      super(UnpooledByteBufAllocator.DEFAULT, bytes.nioBuffer(), bytes.readableBytes());
      this.bytes = bytes;
      this.held = held;
      held.addAndGet(capacity());
    }

    @Override
    protected void deallocate() {
      held.addAndGet(-capacity());
      super.deallocate();
      bytes.release();
    }
  }
}
