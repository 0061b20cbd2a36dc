package org.p2pd.simulation.network;

import java.util.ArrayList;
import java.util.List;

/** One direction of a host's access line. */
public final class Link {
  final double bytesPerSecond;
  final List<Flow> flows = new ArrayList<>();

  /** The rate that this link gives a flow which is not held back elsewhere. */
  double level;

  boolean changed;

  /** Creates an idle link. */
  public Link(double bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
    this.level = bytesPerSecond;
  }

  /**
   * The fair level now: flows held back at their other ends get what they can take there, the others share the rest
   * equally.
   */
  double fairLevel() {
    double fair = bytesPerSecond / Math.max(1, flows.size());
    for (boolean rising = true; rising; ) {
      double taken = 0;
      int open = flows.size();
      for (Flow flow : flows) {
        double elsewhere = flow.otherEnd(this).level;
        if (elsewhere < fair) {
          taken += elsewhere;
          open--;
        }
      }
      double next = open == 0 ? fair + bytesPerSecond - taken : (bytesPerSecond - taken) / open;
      rising = open > 0 && next > fair * 1.000_001;
      fair = Math.max(fair, next);
    }
    return fair;
  }
}
