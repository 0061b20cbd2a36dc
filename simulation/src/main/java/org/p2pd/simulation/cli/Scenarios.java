package org.p2pd.simulation.cli;

import java.time.Duration;
import java.util.List;
import org.p2pd.simulation.swarm.Conduct;
import org.p2pd.simulation.swarm.Film;
import org.p2pd.simulation.swarm.Population;
import org.p2pd.simulation.swarm.Scenario;
import org.p2pd.simulation.swarm.Task;

/** The scenarios of {@code docs/streaming.md}. */
final class Scenarios {
  /** 20 Mbit/s. */
  private static final double LINE = 2.5e6;

  /** A film of 4 Mbit/s. */
  private static final double PLAY = 0.5e6;

  private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("equal-16", film(256), LINE, Population.equal(16, LINE)),
        Scenario.of("equal-100", film(256), LINE, Population.equal(100, LINE)),
        Scenario.of("copy-16", film(256), LINE, Population.equal(16, LINE).doing(new Task.Copy())),
        Scenario.of(
            "crowd-100",
            film(256),
            8 * LINE,
            Population.equal(100, LINE).doing(watch(Duration.ZERO))),
        Scenario.of("alone", film(256), LINE, Population.equal(1, LINE)),
        Scenario.of(
            "watch-100",
            film(512),
            4 * LINE,
            Population.equal(100, LINE)
                .doing(watch(Duration.ZERO))
                .comingOver(Duration.ofMinutes(5), QUARTER_HOUR)),
        Scenario.of(
            "seek-100",
            film(512),
            4 * LINE,
            Population.equal(100, LINE)
                .doing(watch(Duration.ofSeconds(30)))
                .comingOver(Duration.ofMinutes(5), QUARTER_HOUR)),
        with("liars-10", Conduct.LIES, 14, 2),
        with("liars-50", Conduct.LIES, 8, 8),
        with("liars-90", Conduct.LIES, 2, 14),
        with("drips-50", Conduct.DRIPS, 8, 8),
        with("stop-short-50", Conduct.STOPS_SHORT, 8, 8),
        with("takers-50", Conduct.DOWNLOADS_ONLY, 8, 8),
        with("takers-90", Conduct.DOWNLOADS_ONLY, 2, 14));
  }

  private static Scenario with(String name, Conduct conduct, int good, int bad) {
    return Scenario.of(
        name,
        film(256),
        LINE,
        Population.equal(good, LINE),
        Population.equal(bad, LINE).conducting(conduct));
  }

  private static Film film(int mebibytes) {
    return Film.of(mebibytes, PLAY);
  }

  private static Task watch(Duration seekEvery) {
    return new Task.Watch(Duration.ofMinutes(10), seekEvery);
  }
}
