package org.p2pd.tracker.swarm;

import java.util.BitSet;
import org.p2pd.protocol.content.BlockSet;

/** Block sets as Redis bitmaps: block 0 is the highest bit of byte 0. */
final class Bitmap {
  private Bitmap() {}

  static byte[] of(BlockSet blocks) {
    return reversed(blocks.toBitSet().toByteArray());
  }

  /** The blocks of {@code bytes}, whose first byte is byte {@code firstByte} of the whole bitmap. */
  static BlockSet blocks(byte[] bytes, int firstByte) {
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
