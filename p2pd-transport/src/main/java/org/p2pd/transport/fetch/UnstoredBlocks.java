package org.p2pd.transport.fetch;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Verified blocks that found no room on disk, kept in memory until their readers have passed: so a full or failing disk
 * makes a cache a pass-through, not an error. Owned by one thread.
 */
final class UnstoredBlocks {
  private static final long BYTES_MAX = 8 << 20;

  private final NavigableMap<Integer, ByteBuf> blocks = new TreeMap<>();
  private long bytes;

  /** Keeps a reference of its own; false where there is no room here either. */
  boolean put(int block, ByteBuf content) {
    if (bytes + content.readableBytes() > BYTES_MAX || blocks.containsKey(block)) {
      return blocks.containsKey(block);
    }
    blocks.put(block, content.retainedDuplicate());
    bytes += content.readableBytes();
    return true;
  }

  /** A block's bytes; the reference stays here. */
  @Nullable
  ByteBuf get(int block) {
    return blocks.get(block);
  }

  /** Lets go of all blocks below {@code block}. */
  void dropBelow(int block, Dropped dropped) {
    for (Map.Entry<Integer, ByteBuf> first = blocks.firstEntry();
        first != null && first.getKey() < block;
        first = blocks.firstEntry()) {
      blocks.pollFirstEntry();
      bytes -= first.getValue().readableBytes();
      first.getValue().release();
      dropped.dropped(first.getKey());
    }
  }

  /** Told which blocks are no longer here. */
  @FunctionalInterface
  interface Dropped {
    void dropped(int block);
  }
}
