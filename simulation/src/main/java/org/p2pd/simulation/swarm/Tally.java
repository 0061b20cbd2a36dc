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
  private long crossedBytes;

  Tally(BlockLayout layout) {
    this.layout = layout;
  }

  void received(HostRole from, boolean crossing, long bytes) {
    receivedBytes += bytes;
    fromOriginBytes += from == HostRole.ORIGIN ? bytes : 0;
    crossedBytes += crossing ? bytes : 0;
  }

  void kept(int block) {
    keptBytes += layout.lengthOf(block);
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

  /** What came from other zones than the receiver's. */
  long crossedBytes() {
    return crossedBytes;
  }
}
