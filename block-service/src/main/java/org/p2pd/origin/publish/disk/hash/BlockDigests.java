package org.p2pd.origin.publish.disk.hash;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;

/** The digests of a file's blocks, computed from its bytes in order. Used by one thread at a time. */
final class BlockDigests {
  private final BlockLayout layout;
  private final byte[] raw;
  private final MessageDigest digest = Digest.sha256();
  private final MessageDigest neighbour = Digest.sha256();
  private int index;
  private int taken;

  BlockDigests(BlockLayout layout) {
    this.layout = layout;
    this.raw = new byte[layout.blockCount() * Digest.BYTES];
  }

  /** Takes the file's next {@code length} bytes. */
  void update(byte[] bytes, int length) {
    for (int at = 0; at < length; ) {
      at += hasTwoBlocks(length - at) ? twoBlocks(bytes, at) : part(bytes, at, length - at, null);
    }
  }

  /** As {@link #update(byte[], int)}; {@code whole} takes the same bytes by the way. */
  void update(byte[] bytes, int length, MessageDigest whole) {
    for (int at = 0; at < length; ) {
      at += part(bytes, at, length - at, whole);
    }
  }

  /** 32 bytes per block, in order. */
  byte[] raw() {
    return raw;
  }

  private boolean hasTwoBlocks(int length) {
    return taken == 0
        && index + 1 < layout.blockCount()
        && layout.lengthOf(index) == layout.lengthOf(index + 1)
        && length >= 2L * layout.lengthOf(index);
  }

  private int twoBlocks(byte[] bytes, int at) {
    int length = layout.lengthOf(index);
    Interleaving.update(digest, at, neighbour, at + length, bytes, length);
    finish(digest);
    finish(neighbour);
    return 2 * length;
  }

  private int part(byte[] bytes, int at, int length, @Nullable MessageDigest whole) {
    int part = Math.min(length, layout.lengthOf(index) - taken);
    if (whole == null) {
      digest.update(bytes, at, part);
    } else {
      Interleaving.update(whole, digest, bytes, at, part);
    }
    taken += part;
    if (taken == layout.lengthOf(index)) {
      finish(digest);
    }
    return part;
  }

  private void finish(MessageDigest block) {
    System.arraycopy(block.digest(), 0, raw, index * Digest.BYTES, Digest.BYTES);
    index++;
    taken = 0;
  }
}
