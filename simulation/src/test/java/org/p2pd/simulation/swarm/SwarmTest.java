package org.p2pd.simulation.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the shipping engine makes of swarms, in virtual time. Every number is the same on every machine; the seeds are
 * those of {@link Scenario#of} where nothing else is said.
 */
class SwarmTest {
  /** 20 Mbit/s. */
  private static final double LINE = 2.5e6;

  /** 4 Mbit/s. */
  private static final double PLAY = 0.5e6;

  private static final Film FILM = Film.of(128, PLAY);
  private static final long SEEDS = 5;

  @Test
  void sixteenEqualLinks_comeNearTheBoundAndSpareTheOrigin() {
    Outcome outcome =
        Swarm.play(Scenario.of("equal", Film.of(256, PLAY), LINE, Population.equal(16, LINE)));

    assertThat(outcome.finished()).isEqualTo(16);
    assertThat(outcome.medianEfficiency()).isGreaterThan(0.8);
    assertThat(outcome.lastEfficiency()).isGreaterThan(0.6);
    assertThat(outcome.originFiles()).isLessThan(1.1);
    assertThat(outcome.duplicateShare()).isLessThan(0.02);
  }

  @Test
  void sameSeed_sameOutcome() {
    Scenario scenario =
        Scenario.of("equal", Film.of(32, PLAY), LINE, Population.equal(8, LINE)).seeded(42);

    assertThat(Swarm.play(scenario)).isEqualTo(Swarm.play(scenario));
  }

  @Test
  void aloneOverAHundredMilliseconds_linkIsFull() {
    Outcome outcome = Swarm.play(Scenario.of(
            "far",
            FILM,
            4 * LINE,
            Population.equal(1, LINE).withLinks(LINE, LINE, Duration.ofMillis(100)))
        .originAway(Duration.ofMillis(100)));

    assertThat(outcome.medianEfficiency()).isGreaterThan(0.95);
  }

  @Test
  void plainReaderOverAHundredMilliseconds_linkIsFull() {
    Outcome outcome = Swarm.play(Scenario.of(
            "far",
            FILM,
            4 * LINE,
            Population.equal(1, LINE)
                .withLinks(LINE, LINE, Duration.ofMillis(100))
                .doing(new Task.Copy()))
        .originAway(Duration.ofMillis(100)));

    assertThat(outcome.medianEfficiency()).isGreaterThan(0.95);
  }

  @Test
  void sixteenPlainReadersAtTheSameSecond_divideTheOriginAmongThemselves() {
    Outcome outcome = Swarm.play(Scenario.of(
        "copy", Film.of(256, PLAY), LINE, Population.equal(16, LINE).doing(new Task.Copy())));

    assertThat(outcome.finished()).isEqualTo(16);
    assertThat(outcome.medianEfficiency()).isGreaterThan(0.6);
    assertThat(outcome.originFiles()).isLessThan(1.6);
  }

  @Test
  void halfThePeersLie_everybodyFinishesAtNearlyTheCleanSpeed() {
    double clean = medianWith(Behaviour.HONEST);

    Outcome outcome = Swarm.play(mixed(Behaviour.LIES));

    assertThat(outcome.finished()).isEqualTo(8);
    assertThat(Outcome.percentile(outcome.secondsSorted(), 50)).isLessThan(clean / 0.8);
    assertThat(outcome.complaints()).isLessThanOrEqualTo(2 * 8 * 8);
  }

  @Test
  void halfThePeersDrip_everybodyFinishesAndFewBytesComeTwice() {
    double clean = medianWith(Behaviour.HONEST);

    Outcome outcome = Swarm.play(mixed(Behaviour.DRIPS));

    assertThat(outcome.finished()).isEqualTo(8);
    assertThat(Outcome.percentile(outcome.secondsSorted(), 50)).isLessThan(clean / 0.8);
    assertThat(outcome.duplicateShare()).isLessThan(0.02);
  }

  @Test
  void halfThePeersDripAShortFilm_noMoreBlocksHangThanTheBudgetCovers() {
    Outcome outcome = Swarm.play(Scenario.of(
        "short",
        Film.of(24, PLAY),
        LINE,
        Population.equal(8, LINE),
        Population.equal(8, LINE).conducting(Behaviour.DRIPS)));

    assertThat(outcome.finished()).isEqualTo(8);
    assertThat(outcome.medianEfficiency()).isGreaterThan(0.4);
  }

  @Test
  void playersBeginTogetherBehindANarrowOrigin_itSendsTheFilmTwiceAtMost() {
    Outcome outcome = Swarm.play(Scenario.of(
        "narrow-watch",
        Film.of(24, PLAY / 2),
        1e6,
        Population.equal(8, 1e6)
            .withLinks(1e6, 4e6, Duration.ofMillis(2))
            .doing(new Task.Watch(Duration.ofMinutes(10), Duration.ZERO))));

    assertThat(outcome.finished()).isEqualTo(8);
    assertThat(outcome.originFiles()).isLessThan(2);
    // Together they need twice what the origin sends; alone it would have them wait 80 s each.
    assertThat(outcome.stallsSorted().stream().mapToDouble(each -> each).sum()).isLessThan(10);
  }

  @Test
  void halfThePeersDrip_noPlayerStalls() {
    Scenario beside = Scenario.of(
        "watch-drips",
        FILM,
        4 * LINE,
        Population.equal(15, LINE)
            .doing(new Task.Watch(Duration.ofMinutes(3), Duration.ZERO))
            .comingOver(Duration.ofMinutes(2), Duration.ofSeconds(30)),
        Population.equal(15, LINE).conducting(Behaviour.DRIPS));
    List<Double> stalls = new ArrayList<>();

    for (long seed = 1; seed <= SEEDS; seed++) {
      Outcome outcome = Swarm.play(beside.seeded(seed));
      assertThat(outcome.finished()).isEqualTo(15);
      stalls.addAll(outcome.stallsSorted());
    }

    assertThat(stalls).as("of 75 players, who play for 3 min each").isEmpty();
  }

  @Test
  void playersJumpEveryHalfMinute_theyHardlyEverStall() {
    Outcome outcome = Swarm.play(Scenario.of(
        "seek",
        Film.of(512, PLAY),
        4 * LINE,
        Population.equal(50, LINE)
            .doing(new Task.Watch(Duration.ofMinutes(5), Duration.ofSeconds(30)))
            .comingOver(Duration.ofMinutes(2), Duration.ofMinutes(15))));

    assertThat(outcome.finished()).isEqualTo(50);
    assertThat(outcome.stallsSorted().stream().mapToDouble(each -> each).sum())
        .as("seconds, of 15 000 that are played")
        .isLessThan(6);
  }

  @Test
  void halfThePeersStopInTheMiddleOfABlock_everybodyFinishes() {
    Outcome outcome = Swarm.play(mixed(Behaviour.STOPS_SHORT));

    assertThat(outcome.finished()).isEqualTo(8);
  }

  @Test
  void onlyBadPeers_nearlyAsFastAsTheOriginAlone() {
    Film film = Film.of(256, PLAY);
    Scenario alone = Scenario.of("alone", film, LINE, Population.equal(1, LINE));
    for (Behaviour bad :
        new Behaviour[] {Behaviour.LIES, Behaviour.DRIPS, Behaviour.SILENT, Behaviour.REFUSES}) {
      Outcome outcome = Swarm.play(Scenario.of(
          "bad",
          film,
          LINE,
          Population.equal(1, LINE),
          Population.equal(15, LINE).conducting(bad)));

      assertThat(Outcome.percentile(outcome.secondsSorted(), 50))
          .as(bad.toString())
          .isLessThan(Outcome.percentile(Swarm.play(alone).secondsSorted(), 50) / 0.95);
    }
  }

  @Test
  void viewersComeAndGo_nobodyStalls() {
    Outcome outcome = Swarm.play(Scenario.of(
        "watch",
        FILM,
        4 * LINE,
        Population.equal(30, LINE)
            .doing(new Task.Watch(Duration.ofMinutes(3), Duration.ZERO))
            .comingOver(Duration.ofMinutes(2), Duration.ofSeconds(30))));

    assertThat(outcome.finished()).isEqualTo(30);
    assertThat(outcome.stallsSorted()).isEmpty();
    assertThat(Outcome.percentile(outcome.startsSorted(), 99)).isLessThan(1.5);
    assertThat(outcome.offload()).isGreaterThan(0.8);
  }

  @Test
  void originDiesWhenTheSwarmHasTheFilm_everybodyFinishes() {
    Outcome outcome = Swarm.play(Scenario.of(
            "orphans",
            FILM,
            LINE,
            Population.equal(8, LINE),
            Population.equal(8, LINE).comingOver(Duration.ofMinutes(3), Duration.ofDays(1)))
        .originDying(Duration.ofSeconds(90)));

    assertThat(outcome.finished()).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 50, 90})
  void originDiesWithTheBlocksElsewhere_downloadsFinishAndPlayersPlayOn(int percent) {
    Duration dies = Duration.ofMillis((long) (10 * percent * FILM.layout().length() / LINE));
    Outcome downloads = Swarm.play(
        Scenario.of("orphans", FILM, LINE, Population.equal(16, LINE), seeds(2)).originDying(dies));
    Outcome players = Swarm.play(Scenario.of(
            "orphans",
            FILM,
            LINE,
            Population.equal(8, LINE)
                .doing(new Task.Watch(Duration.ofMinutes(3), Duration.ZERO))
                .comingOver(Duration.ofSeconds(5), Duration.ofDays(1)),
            seeds(2))
        .originDying(Duration.ofMillis(1_800L * percent)));

    assertThat(downloads.finished()).isEqualTo(16);
    assertThat(players.finished()).isEqualTo(8);
    // Eight begin within five seconds, which costs some of them a moment; nobody waits for a dead
    // origin.
    assertThat(players.stallsSorted()).allMatch(seconds -> seconds < 0.5);
  }

  @Test
  void sixteenAtNarrowLinesShareAShortFilm_theOriginSendsItAboutOnce() {
    Outcome outcome = Swarm.play(Scenario.of(
        "narrow",
        Film.of(24, PLAY),
        1e6,
        Population.equal(16, 1e6).withLinks(1e6, 4e6, Duration.ofMillis(2))));

    assertThat(outcome.finished()).isEqualTo(16);
    assertThat(outcome.medianEfficiency()).isGreaterThan(0.71);
    assertThat(outcome.originFiles()).isLessThan(1.15);
  }

  @Test
  void downloadsInFourZones_fewFilmsCrossIntoEachAndTimeIsNotLost() {
    Population spread = Population.equal(64, LINE).inZones(4);

    Outcome outcome = Swarm.play(Scenario.of("zones", FILM, LINE, spread));

    assertThat(outcome.finished()).isEqualTo(64);
    assertThat(outcome.filmsIntoAZone()).isLessThan(4);
    assertThat(outcome.medianEfficiency()).isGreaterThan(0.75);
  }

  @Test
  void playersInFourZones_fewFilmsCrossIntoEachAndNobodyStalls() {
    Population spread = Population.equal(48, LINE)
        .inZones(4)
        .doing(new Task.Watch(Duration.ofMinutes(5), Duration.ZERO))
        .comingOver(Duration.ofMinutes(2), Duration.ofMinutes(15));

    Outcome outcome = Swarm.play(Scenario.of("zones", Film.of(512, PLAY), 4 * LINE, spread));

    assertThat(outcome.filmsIntoAZone()).isLessThan(3);
    assertThat(outcome.stallsSorted()).isEmpty();
  }

  @Test
  void watchesTwoMinutesOfALongFilm_fetchesLittleMore() {
    Outcome outcome = Swarm.play(Scenario.of(
        "short",
        Film.of(512, PLAY),
        8 * LINE,
        Population.equal(1, 8 * LINE).doing(new Task.Watch(Duration.ofMinutes(2), Duration.ZERO))));

    double watched = 120 * PLAY;
    double playersBuffer = 30 * PLAY;
    double windowMax = 64 << 20;
    assertThat(outcome.originFiles() * (512 << 20)).isLessThan(watched + playersBuffer + windowMax);
  }

  private static Population seeds(int count) {
    return Population.equal(count, LINE).conducting(Behaviour.SEEDS);
  }

  private static Scenario mixed(Behaviour behaviour) {
    return Scenario.of(
        "mixed",
        FILM,
        LINE,
        Population.equal(8, LINE),
        Population.equal(8, LINE).conducting(behaviour));
  }

  private static double medianWith(Behaviour behaviour) {
    return Outcome.percentile(Swarm.play(mixed(behaviour)).secondsSorted(), 50);
  }
}
