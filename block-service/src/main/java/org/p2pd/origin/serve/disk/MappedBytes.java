package org.p2pd.origin.serve.disk;

import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;

/** Part of a mapped file on its way out. */
final class MappedBytes extends CompositeByteBuf {
  private final Runnable onRelease;

  /** {@code onRelease} runs when the bytes have left, or will not. */
  MappedBytes(ByteBuffer bytes, Runnable onRelease) {
    super(UnpooledByteBufAllocator.DEFAULT, true, 1, Unpooled.wrappedBuffer(bytes));
    this.onRelease = onRelease;
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    onRelease.run();
  }
}
