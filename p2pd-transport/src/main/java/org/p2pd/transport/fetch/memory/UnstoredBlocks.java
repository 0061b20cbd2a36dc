package org.p2pd.transport.fetch.memory;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Verified blocks that found no room on disk, kept in memory until their readers have passed: so a full or failing disk
 * makes a cache a pass-through, not an error. At most 8 MiB. Owned by one thread.
 */
public final class UnstoredBlocks {
  private static final long BYTES_MAX = 8 << 20;

  private final NavigableMap<Integer, ByteBuf> blocks = new TreeMap<>();
  private long bytes;

  /** Creates it, empty. */
  public UnstoredBlocks() {}

  /**
   * Keeps a block, with a reference of its own.
   *
   * @return whether the block is here now; false where there is no room here either
   */
  public boolean put(int block, ByteBuf content) {
    if (bytes + content.readableBytes() > BYTES_MAX || blocks.containsKey(block)) {
      return blocks.containsKey(block);
    }
    blocks.put(block, content.retainedDuplicate());
    bytes += content.readableBytes();
    return true;
  }

  /** A block's bytes; the reference stays here. Null where they are not here. */
  public @Nullable ByteBuf get(int block) {
    return blocks.get(block);
  }

  /** Lets go of all blocks below {@code block}, and tells {@code dropped} of each. */
  public void dropBelow(int block, Dropped dropped) {
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
  public interface Dropped {
    /** The block with this index was let go of. */
    void dropped(int block);
  }
}
