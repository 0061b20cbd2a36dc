package org.p2pd.transport.stored;

import io.netty.buffer.ByteBuf;
import org.p2pd.store.BlockLease;

/** A whole block whose bytes matched its digest. Whoever receives one closes it. */
public sealed interface VerifiedBlock extends AutoCloseable {
  /** The block's index in its content. */
  int index();

  @Override
  void close();

  /** A block on disk, which stays there until it is closed. */
  record Stored(int index, BlockLease lease) implements VerifiedBlock {
    @Override
    public void close() {
      lease.close();
    }
  }

  /** A block that found no room on disk. */
  record Unstored(int index, ByteBuf bytes) implements VerifiedBlock {
    @Override
    public void close() {
      bytes.release();
    }
  }
}
