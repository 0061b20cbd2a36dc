package org.p2pd.simulation.swarm;

import org.p2pd.protocol.content.BlockLayout;

/**
 * The film that a swarm is about.
 *
 * @param bytesPerSecond what playing it takes
 */
public record Film(BlockLayout layout, double bytesPerSecond) {
  /** A film of {@code mebibytes} in blocks of the default size. */
  public static Film of(int mebibytes, double bytesPerSecond) {
    return new Film(BlockLayout.ofLength((long) mebibytes << 20), bytesPerSecond);
  }
}
