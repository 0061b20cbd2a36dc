package org.p2pd.origin.publish.disk.hash;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;

/**
 * The digests of a file's blocks, computed from its bytes in order. Used by one thread at a time, but for blocks that were
 * {@linkplain #leave left} to another.
 */
final class BlockDigests {
  private final BlockLayout layout;
  private final byte[] raw;
  private final MessageDigest digest = Digest.sha256();
  private final MessageDigest neighbour = Digest.sha256();
  private final MessageDigest left = Digest.sha256();
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

  /** Whether the next byte is a block's first. */
  boolean isAtBegin() {
    return taken == 0;
  }

  /** Leaves the file's next {@code length} bytes to {@link #updateLeft}: whole blocks, in one call or in several. */
  void leave(int length) {
    taken += length;
    while (index < layout.blockCount() && taken >= layout.lengthOf(index)) {
      taken -= layout.lengthOf(index++);
    }
  }

  /** Takes bytes that were left, in order, by the one thread that they were left to; {@code whole} takes them, too. */
  void updateLeft(long position, byte[] bytes, int length, MessageDigest whole) {
    int block = layout.blockAt(position);
    int ofBlock = (int) (position - layout.offsetOf(block));
    for (int at = 0; at < length; ) {
      int part = Math.min(length - at, layout.lengthOf(block) - ofBlock);
      InterleavedSha256.update(whole, left, bytes, at, part);
      at += part;
      ofBlock += part;
      if (ofBlock == layout.lengthOf(block)) {
        keep(left, block++);
        ofBlock = 0;
      }
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
    InterleavedSha256.update(digest, at, neighbour, at + length, bytes, length);
    finish(digest);
    finish(neighbour);
    return 2 * length;
  }

  private int part(byte[] bytes, int at, int length, @Nullable MessageDigest whole) {
    int part = Math.min(length, layout.lengthOf(index) - taken);
    if (whole == null) {
      digest.update(bytes, at, part);
    } else {
      InterleavedSha256.update(whole, digest, bytes, at, part);
    }
    taken += part;
    if (taken == layout.lengthOf(index)) {
      finish(digest);
    }
    return part;
  }

  private void finish(MessageDigest block) {
    keep(block, index);
    index++;
    taken = 0;
  }

  private void keep(MessageDigest digested, int block) {
    System.arraycopy(digested.digest(), 0, raw, block * Digest.BYTES, Digest.BYTES);
  }
}
