package org.p2pd.simulation.swarm;

import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.host.HostRole;

/** What one agent got, and when. */
final class Tally {
  private final BlockLayout layout;
  private long receivedBytes;
  private long fromOriginBytes;
  private long keptBytes;
  private int complaints;
  private long lastBlockNanos;

  Tally(BlockLayout layout) {
    this.layout = layout;
  }

  void received(HostRole from, long bytes) {
    receivedBytes += bytes;
    fromOriginBytes += from == HostRole.ORIGIN ? bytes : 0;
  }

  void kept(int block, long nowNanos) {
    keptBytes += layout.lengthOf(block);
    lastBlockNanos = nowNanos;
  }

  void complaint() {
    complaints++;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  long fromOriginBytes() {
    return fromOriginBytes;
  }

  long keptBytes() {
    return keptBytes;
  }

  int complaints() {
    return complaints;
  }

  long lastBlockNanos() {
    return lastBlockNanos;
  }
}
