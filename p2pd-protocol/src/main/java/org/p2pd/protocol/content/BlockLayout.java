package org.p2pd.protocol.content;

import org.p2pd.protocol.MalformedValueException;

/**
 * How a content of known length is cut into blocks: {@code blockSize} consecutive bytes each, the last may be shorter,
 * index from 0. An empty content has no blocks.
 *
 * @param length bytes in all, {@code >= 0}
 * @param blockSize bytes of every block but the last; a power of two, 16 KiB to 64 MiB
 */
public record BlockLayout(long length, int blockSize) {
  /** The most blocks a content may have; it bounds manifests, block sets and bitmaps. */
  public static final int BLOCKS_MAX = 32_768;

  /** The smallest block size, in bytes. */
  public static final int BLOCK_SIZE_MIN = 16 << 10;

  /** The largest block size, in bytes. */
  public static final int BLOCK_SIZE_MAX = 64 << 20;

  private static final int DEFAULT_SIZE_MIN = 256 << 10;
  private static final int DEFAULT_SIZE_MAX = 16 << 20;
  private static final int DEFAULT_BLOCKS_MAX = 8_192;

  public BlockLayout {
    if (length < 0) {
      throw new MalformedValueException("length", length, ">= 0");
    }
    if (Integer.bitCount(blockSize) != 1
        || blockSize < BLOCK_SIZE_MIN
        || blockSize > BLOCK_SIZE_MAX) {
      throw new MalformedValueException(
          "blockSize", blockSize, "a power of two, " + BLOCK_SIZE_MIN + " to " + BLOCK_SIZE_MAX);
    }
    if (blocks(length, blockSize) > BLOCKS_MAX) {
      throw new MalformedValueException(
          "blockSize",
          blockSize + " for " + length + " bytes",
          "at most " + BLOCKS_MAX + " blocks; " + smallestSizeThatFits(length));
    }
  }

  /**
   * The layout with the default block size: the smallest of 256 KiB … 16 MiB that gives at most 8 192 blocks, else
   * 16 MiB.
   *
   * @throws MalformedValueException when not even 16 MiB blocks fit; the message names a size that does
   */
  public static BlockLayout ofLength(long length) {
    int size = DEFAULT_SIZE_MIN;
    while (size < DEFAULT_SIZE_MAX && blocks(length, size) > DEFAULT_BLOCKS_MAX) {
      size <<= 1;
    }
    return new BlockLayout(length, size);
  }

  private static long blocks(long length, int blockSize) {
    return length / blockSize + (length % blockSize == 0 ? 0 : 1);
  }

  private static String smallestSizeThatFits(long length) {
    for (int size = BLOCK_SIZE_MIN; size > 0 && size <= BLOCK_SIZE_MAX; size <<= 1) {
      if (blocks(length, size) <= BLOCKS_MAX) {
        return "block size " + size + " fits";
      }
    }
    return "the longest film p2pd takes has " + (long) BLOCKS_MAX * BLOCK_SIZE_MAX + " bytes";
  }

  /** The number of blocks, 0 to {@link #BLOCKS_MAX}. */
  public int blockCount() {
    return (int) blocks(length, blockSize);
  }

  /** The offset of block {@code index}'s first byte. */
  public long offsetOf(int index) {
    checkIndex(index);
    return (long) index * blockSize;
  }

  /** The number of bytes of block {@code index}, 1 to {@code blockSize}. */
  public int lengthOf(int index) {
    return (int) Math.min(blockSize, length - offsetOf(index));
  }

  /** The bytes of block {@code index}. */
  public ByteRange rangeOf(int index) {
    return ByteRange.ofLength(offsetOf(index), lengthOf(index));
  }

  /** The bytes of the neighbouring blocks {@code first} to {@code last}, both included. */
  public ByteRange rangeOf(int first, int last) {
    return new ByteRange(rangeOf(first).first(), rangeOf(last).last());
  }

  /** The block that byte {@code offset} is in, {@code 0 <= offset < length}. */
  public int blockAt(long offset) {
    if (offset < 0 || offset >= length) {
      throw new MalformedValueException("offset", offset, "0 <= offset < " + length);
    }
    return (int) (offset / blockSize);
  }

  /** Every block that {@code range} touches. */
  public BlockSet blocksTouching(ByteRange range) {
    return BlockSet.range(blockAt(range.first()), blockAt(range.last()));
  }

  private void checkIndex(int index) {
    if (index < 0 || index >= blockCount()) {
      throw new MalformedValueException("index", index, "0 <= index < " + blockCount());
    }
  }
}
