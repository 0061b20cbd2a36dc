package org.p2pd.simulation.cli;

import java.time.Duration;
import java.util.List;
import org.p2pd.simulation.swarm.Behaviour;
import org.p2pd.simulation.swarm.Film;
import org.p2pd.simulation.swarm.Population;
import org.p2pd.simulation.swarm.Scenario;
import org.p2pd.simulation.swarm.Task;

/** The scenarios of {@code docs/streaming.md}. */
final class Scenarios {
  /** 20 Mbit/s. */
  private static final double LINE = 2.5e6;

  /** 8 Mbit/s. */
  private static final double NARROW = 1e6;

  /** A film of 4 Mbit/s. */
  private static final double PLAY = 0.5e6;

  private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

  private Scenarios() {}

  /** What takes many minutes to play. */
  static List<Scenario> lasting() {
    return List.of(Scenario.of("city-1000", film(1_024), LINE, Population.equal(1_000, LINE)));
  }

  static List<Scenario> all() {
    return List.of(
        Scenario.of("equal-16", film(256), LINE, Population.equal(16, LINE)),
        narrow("narrow-8", 24, 8),
        narrow("narrow-16", 24, 16),
        narrow("narrow-16-long", 96, 16),
        Scenario.of(
            "narrow-watch-8",
            Film.of(24, PLAY / 2),
            NARROW,
            Population.equal(8, NARROW)
                .withLinks(NARROW, 4 * NARROW, Duration.ofMillis(2))
                .doing(watch(Duration.ZERO))),
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
        Scenario.of(
            "watch-drips",
            film(128),
            4 * LINE,
            Population.equal(15, LINE)
                .doing(new Task.Watch(Duration.ofMinutes(3), Duration.ZERO))
                .comingOver(Duration.ofMinutes(2), Duration.ofSeconds(30)),
            Population.equal(15, LINE).conducting(Behaviour.DRIPS)),
        orphans("orphans-10", 10),
        orphans("orphans-50", 50),
        orphans("orphans-90", 90),
        with("liars-10", Behaviour.LIES, 14, 2),
        with("liars-50", Behaviour.LIES, 8, 8),
        with("liars-90", Behaviour.LIES, 2, 14),
        with("drips-50", Behaviour.DRIPS, 8, 8),
        with("stop-short-50", Behaviour.STOPS_SHORT, 8, 8),
        with("takers-50", Behaviour.DOWNLOADS_ONLY, 8, 8),
        with("takers-90", Behaviour.DOWNLOADS_ONLY, 2, 14),
        Scenario.of("zones-4", film(256), LINE, Population.equal(64, LINE).inZones(4)),
        Scenario.of(
            "zones-4-watch",
            film(512),
            4 * LINE,
            Population.equal(100, LINE)
                .doing(watch(Duration.ZERO))
                .inZones(4)
                .comingOver(Duration.ofMinutes(5), QUARTER_HOUR)));
  }

  /** The lines of {@code real.sh}: 8 Mbit/s up, 32 down, an origin of 8. */
  private static Scenario narrow(String name, int mebibytes, int agents) {
    return Scenario.of(
        name,
        film(mebibytes),
        NARROW,
        Population.equal(agents, NARROW).withLinks(NARROW, 4 * NARROW, Duration.ofMillis(2)));
  }

  /** The origin dies when {@code percent} of the film can be there; two peers hold all of it. */
  private static Scenario orphans(String name, int percent) {
    double seconds = film(256).layout().length() / LINE * percent / 100;
    return Scenario.of(
            name,
            film(256),
            LINE,
            Population.equal(16, LINE),
            Population.equal(2, LINE).conducting(Behaviour.SEEDS))
        .originDying(Duration.ofMillis((long) (1_000 * seconds)));
  }

  private static Scenario with(String name, Behaviour behaviour, int good, int bad) {
    return Scenario.of(
        name,
        film(256),
        LINE,
        Population.equal(good, LINE),
        Population.equal(bad, LINE).conducting(behaviour));
  }

  private static Film film(int mebibytes) {
    return Film.of(mebibytes, PLAY);
  }

  private static Task watch(Duration seekEvery) {
    return new Task.Watch(Duration.ofMinutes(10), seekEvery);
  }
}
