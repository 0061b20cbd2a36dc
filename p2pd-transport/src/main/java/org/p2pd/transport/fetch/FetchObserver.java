package org.p2pd.transport.fetch;

import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;

/**
 * Is told where the blocks of films come from. Called on the engine's thread, in the order in which things happen: must
 * be quick, and must not throw.
 */
public interface FetchObserver {
  /** Observes nothing. */
  FetchObserver NONE = new FetchObserver() {};

  /**
   * The blocks {@code first} to {@code last}, both included, were asked of one host. {@link #ended} follows exactly once,
   * unless the engine is closed.
   */
  default void requested(Manifest content, int first, int last) {}

  /** A block that a host of {@code role} sent is verified, and kept if there was room. */
  default void arrived(Manifest content, int block, HostRole role) {}

  /** A request has ended, whatever came of it. */
  default void ended(Manifest content, int first, int last) {}

  /** A reader gets a block that is on disk, be it from long ago or from just now. */
  default void readFromDisk(Manifest content, int block) {}
}
