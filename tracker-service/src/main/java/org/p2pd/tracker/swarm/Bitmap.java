package org.p2pd.tracker.swarm;

import java.util.Arrays;
import java.util.BitSet;
import org.p2pd.protocol.content.BlockSet;

/** A block set as bytes in Redis: block 0 is the highest bit of byte 0, as Redis's own bit commands count. */
final class Bitmap {
  private static final byte[] NONE = {};

  final int firstByte;
  final byte[] bytes;

  /**
   * A part of a bitmap.
   *
   * @param firstByte how many bytes were left out before {@code bytes}
   * @param bytes none for the empty set
   */
  Bitmap(int firstByte, byte[] bytes) {
    this.firstByte = firstByte;
    this.bytes = bytes;
  }

  static Bitmap of(BlockSet blocks) {
    if (blocks.isEverything() || blocks.isEmpty()) {
      return new Bitmap(0, NONE);
    }
    int firstByte = blocks.first() / Byte.SIZE;
    byte[] whole = blocks.toBitSet().toByteArray();
    return new Bitmap(firstByte, reversed(Arrays.copyOfRange(whole, firstByte, whole.length)));
  }

  BlockSet blocks() {
    byte[] whole = new byte[firstByte + bytes.length];
    System.arraycopy(reversed(bytes), 0, whole, firstByte, bytes.length);
    return BlockSet.of(BitSet.valueOf(whole));
  }

  /** {@link BitSet} counts bits of a byte from the lowest. */
  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
    }
    return result;
  }
}
