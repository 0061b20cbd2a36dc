package org.p2pd.store.index;

import java.util.BitSet;
import org.p2pd.protocol.content.Manifest;

/** One registered content and which of its blocks are resident. */
final class Holding {
  final Manifest manifest;

  /** This content's number in {@link References}; numbers are used again. */
  final int slot;

  final BitSet held = new BitSet();

  /** Whether its blocks stay whatever else needs room. */
  boolean pinned;

  /** Whether few others are known to hold it. */
  boolean rare;

  Holding(Manifest manifest, int slot) {
    this.manifest = manifest;
    this.slot = slot;
  }
}
