package org.p2pd.transport.fetch;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.trace.TraceContext;
import reactor.core.publisher.MonoSink;

/**
 * A block is here.
 *
 * @param bytes the block in memory and its reference; null where it is on disk
 */
record Arrival(@Nullable ByteBuf bytes) {
  /** Lets go of the block, for a reader that is gone. */
  void release() {
    ReferenceCountUtil.release(bytes);
  }

  /**
   * A reader that is told by a signal.
   *
   * @param sink gets the arrival
   * @param alive is run when another block has arrived
   */
  record Awaited(
      MonoSink<Arrival> sink,
      Runnable alive,
      @Nullable TraceContext request,
      int first,
      boolean isLast)
      implements Waiter {
    @Override
    public void progressed() {
      alive.run();
    }

    @Override
    public void stored() {
      sink.success(new Arrival(null));
    }

    @Override
    public void unstored(ByteBuf bytes) {
      sink.success(new Arrival(bytes));
    }
  }
}
