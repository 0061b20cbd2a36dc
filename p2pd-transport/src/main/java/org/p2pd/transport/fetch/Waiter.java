package org.p2pd.transport.fetch;

import io.netty.buffer.ByteBuf;

/** A reader at a block that is not here yet. */
interface Waiter {
  /** Another block arrived: the transfer is alive. */
  default void progressed() {}

  /** The block is on disk now. */
  void stored();

  /** The block is here but found no room on disk; its reference goes to the waiter. */
  void unstored(ByteBuf bytes);
}
