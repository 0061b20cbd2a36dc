package org.p2pd.simulation.swarm;

import java.util.List;

/**
 * What came of a scenario.
 *
 * @param finished users that got all they wanted
 * @param users users that came, other than bad hosts
 * @param secondsSorted how long the finished took, ascending
 * @param boundSeconds no schedule whatever could serve them all sooner (Kumar and Ross); NaN where it is not defined
 * @param originFiles bytes that the origin sent, in films
 * @param duplicateShare bytes received beyond those kept, as a share of those kept; the agents' mean
 * @param duplicateBlocksMax the most that one agent received beyond what it kept, in blocks
 * @param offload the share of received bytes that came from other agents
 * @param filmsIntoAZone bytes that crossed into a zone from others, in films; the mean of the zones where agents are
 * @param startsSorted seconds from play or jump to the picture, ascending
 * @param stallsSorted seconds of each stall, ascending
 * @param complaints wrong blocks reported
 */
public record Outcome(
    String name,
    int finished,
    int users,
    List<Double> secondsSorted,
    double boundSeconds,
    double originFiles,
    double duplicateShare,
    double duplicateBlocksMax,
    double offload,
    double filmsIntoAZone,
    List<Double> startsSorted,
    List<Double> stallsSorted,
    int complaints) {

  /** How near the median user came to the bound, 0 to 1. */
  public double medianEfficiency() {
    return boundSeconds / percentile(secondsSorted, 50);
  }

  /** How near the slowest percent came to the bound, 0 to 1. */
  public double lastEfficiency() {
    return boundSeconds / percentile(secondsSorted, 99);
  }

  /** The value that {@code percent} of the ascending {@code values} do not exceed; NaN where there are none. */
  public static double percentile(List<Double> values, int percent) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(values.size() * percent / 100.0);
    return values.get(Math.max(0, rank - 1));
  }
}
