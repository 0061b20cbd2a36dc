package org.p2pd.cache.disk;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import org.p2pd.store.BlockLease;

/** Part of a mapped block on its way out; once released it lets go of the mapping, then of the block. */
final class MappedBytes extends UnpooledDirectByteBuf {
  private final Mapping mapping;
  private final BlockLease lease;

  MappedBytes(Mapping mapping, int from, int length, BlockLease lease) {
    super(UnpooledByteBufAllocator.DEFAULT, mapping.part(from, length), length);
    this.mapping = mapping;
    this.lease = lease;
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    mapping.release();
    lease.close();
  }
}
