package org.p2pd.simulation.swarm;

/**
 * The least time in which a film of F bytes can reach N downloaders, whatever the schedule: max(F / u_origin, F / d_min,
 * N·F / (u_origin + Σ u_i)). Hosts that hold the film from the beginning count as the origin does.
 *
 * <p>R. Kumar and K. Ross, "Peer-Assisted File Distribution: The Minimum Distribution Time", IEEE HotWeb 2006.
 */
final class KumarRossBound {
  private KumarRossBound() {}

  /** The bound in seconds; NaN where users do not all download at once. */
  static double seconds(Scenario scenario) {
    double film = scenario.film().layout().length();
    double holders = scenario.originUp();
    double upload = scenario.originUp();
    double slowestDown = Double.MAX_VALUE;
    int downloaders = 0;
    for (Population each : scenario.populations()) {
      boolean counts = each.behaviour().wantsFilm();
      if (counts && (each.task() instanceof Task.Watch || !each.arriveOver().isZero())) {
        return Double.NaN;
      }
      upload += each.behaviour() == Behaviour.HONEST ? each.count() * each.up() : 0;
      holders += each.behaviour() == Behaviour.SEEDS ? each.count() * each.up() : 0;
      downloaders += counts ? each.count() : 0;
      slowestDown = counts ? Math.min(slowestDown, each.down()) : slowestDown;
    }
    double seeded = holders - scenario.originUp();
    return Math.max(
        Math.max(film / holders, film / slowestDown), downloaders * film / (upload + seeded));
  }
}
