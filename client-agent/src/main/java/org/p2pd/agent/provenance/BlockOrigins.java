package org.p2pd.agent.provenance;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;

/** Where the blocks of one film came from. Not thread-safe. */
final class BlockOrigins {
  private final BlockLayout layout;
  private final @Nullable BlockSource[] sources;
  private final short[] requests;
  private final Map<BlockSource, Long> bytes = new EnumMap<>(BlockSource.class);

  BlockOrigins(BlockLayout layout) {
    this.layout = layout;
    this.sources = new BlockSource[layout.blockCount()];
    this.requests = new short[layout.blockCount()];
  }

  /** What was here and is asked for again was lost: where it came from then says nothing any more. */
  void requested(int first, int last) {
    for (int block = first; block <= last; block++) {
      requests[block]++;
      sources[block] = null;
    }
  }

  void arrived(int block, BlockSource source) {
    sources[block] = source;
    count(source, block);
  }

  void ended(int first, int last) {
    for (int block = first; block <= last; block++) {
      requests[block] = (short) Math.max(0, requests[block] - 1);
    }
  }

  /** A block that is asked for reaches the disk a moment before it is said to have arrived: that was not there before. */
  void readFromDisk(int block) {
    if (sources[block] == null && requests[block] == 0) {
      sources[block] = BlockSource.DISK;
      count(BlockSource.DISK, block);
    }
  }

  private void count(BlockSource source, int block) {
    bytes.merge(source, (long) layout.lengthOf(block), Long::sum);
  }

  BlockPicture picture(BlockSet held) {
    Map<BlockSource, BitSet> by = new EnumMap<>(BlockSource.class);
    for (BlockSource source : BlockSource.values()) {
      by.put(source, new BitSet());
    }
    BitSet fetching = new BitSet();
    for (int block = 0; block < sources.length; block++) {
      BlockSource known = sources[block];
      boolean sent = known != null && known != BlockSource.DISK;
      if (sent || (held.contains(block) && requests[block] == 0)) {
        set(by, known == null ? BlockSource.DISK : known, block);
      } else if (requests[block] > 0) {
        fetching.set(block);
      }
    }
    return new BlockPicture(
        blocks(by, BlockSource.ORIGIN),
        blocks(by, BlockSource.CACHE),
        blocks(by, BlockSource.AGENT),
        blocks(by, BlockSource.DISK),
        BlockSet.of(fetching),
        new BlockPicture.Bytes(
            bytes(BlockSource.ORIGIN),
            bytes(BlockSource.CACHE),
            bytes(BlockSource.AGENT),
            bytes(BlockSource.DISK)));
  }

  private static void set(Map<BlockSource, BitSet> by, BlockSource source, int block) {
    by.computeIfAbsent(source, none -> new BitSet()).set(block);
  }

  private static BlockSet blocks(Map<BlockSource, BitSet> by, BlockSource source) {
    return BlockSet.of(by.getOrDefault(source, new BitSet()));
  }

  private long bytes(BlockSource source) {
    return bytes.getOrDefault(source, 0L);
  }
}
