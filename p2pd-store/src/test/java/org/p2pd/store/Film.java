package org.p2pd.store;

import java.nio.ByteBuffer;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.bytes.TestBytes;

/** A content with its bytes. */
record Film(byte[] bytes, Manifest manifest) {
  static final int BLOCK_SIZE = 16 << 10;

  static Film ofBlocks(int blocks, long seed) {
    return of(TestBytes.random(blocks * BLOCK_SIZE, seed));
  }

  static Film of(byte[] bytes) {
    BlockLayout layout = new BlockLayout(bytes.length, BLOCK_SIZE);
    byte[] digests = new byte[layout.blockCount() * Digest.BYTES];
    for (int i = 0; i < layout.blockCount(); i++) {
      byte[] raw = Digest.of(slice(bytes, layout, i)).toRaw();
      System.arraycopy(raw, 0, digests, i * Digest.BYTES, Digest.BYTES);
    }
    return new Film(bytes, new Manifest(layout, digests, null, "video/mp4"));
  }

  private static ByteBuffer slice(byte[] bytes, BlockLayout layout, int index) {
    return ByteBuffer.wrap(bytes, (int) layout.offsetOf(index), layout.lengthOf(index));
  }

  int blocks() {
    return manifest.blockCount();
  }

  Digest digest(int index) {
    return manifest.blockDigest(index);
  }

  ByteBuffer block(int index) {
    return slice(bytes, manifest.layout(), index);
  }
}
