package org.p2pd.transport.fetch;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.trace.TraceContext;

/** A reader at a block that is not here yet. */
interface Waiter {
  /** Another block arrived: the transfer is alive. */
  default void progressed() {}

  /** The request that the reader is there for; null = nobody's. */
  default @Nullable TraceContext request() {
    return null;
  }

  /** The first block of those that its reader wants, or has been given. */
  int first();

  /** Whether its reader wants no block after this one. */
  default boolean isLast() {
    return false;
  }

  /** The block is on disk now. */
  void stored();

  /** The block is here, in memory; its reference goes to the waiter. */
  void unstored(ByteBuf bytes);
}
