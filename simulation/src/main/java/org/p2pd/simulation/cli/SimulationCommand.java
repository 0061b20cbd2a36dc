package org.p2pd.simulation.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.p2pd.simulation.swarm.Outcome;
import org.p2pd.simulation.swarm.Scenario;
import org.p2pd.simulation.swarm.Swarm;

/**
 * Plays scenarios and prints a table. {@code java -jar simulation-exec.jar [NAME…] [--seed=N]}: those whose names begin
 * with one of the words, or all but those that take many minutes.
 */
public final class SimulationCommand {
  private static final String SEED = "--seed=";

  private SimulationCommand() {}

  /** Runs the command. */
  public static void main(String... arguments) {
    List<String> words = List.of(arguments);
    long seed = words.stream()
        .filter(word -> word.startsWith(SEED))
        .mapToLong(word -> Long.parseLong(word.substring(SEED.length())))
        .findFirst()
        .orElse(1);
    List<String> names = words.stream().filter(word -> !word.startsWith("--")).toList();
    System.out.println("seed " + seed);
    Stream<Scenario> wanted = names.isEmpty()
        ? Scenarios.all().stream()
        : Stream.concat(Scenarios.all().stream(), Scenarios.lasting().stream())
            .filter(each -> names.stream().anyMatch(each.name()::startsWith));
    wanted.forEach(each -> play(each.seeded(seed)));
  }

  private static void play(Scenario scenario) {
    long began = System.nanoTime();
    Outcome outcome = Swarm.play(scenario);
    double took = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-28s %d/%d done  p50 %.1f s  p99 %.1f s  bound %.1f s  p50 %.2f  p99 %.2f of bound  origin %.2f films"
            + "  duplicates %.2f %% (max %.1f blocks)  offload %.1f %%  into a zone %.2f films  start p50 %.2f p99 %.2f s"
            + "  stalls %d (%.1f s)  complaints %d  [%.1f s]%n",
        outcome.name(),
        outcome.finished(),
        outcome.users(),
        Outcome.percentile(outcome.secondsSorted(), 50),
        Outcome.percentile(outcome.secondsSorted(), 99),
        outcome.boundSeconds(),
        outcome.medianEfficiency(),
        outcome.lastEfficiency(),
        outcome.originFiles(),
        100 * outcome.duplicateShare(),
        outcome.duplicateBlocksMax(),
        100 * outcome.offload(),
        outcome.filmsIntoAZone(),
        Outcome.percentile(outcome.startsSorted(), 50),
        Outcome.percentile(outcome.startsSorted(), 99),
        outcome.stallsSorted().size(),
        outcome.stallsSorted().stream().mapToDouble(each -> each).sum(),
        outcome.complaints(),
        took);
    if (!Double.isNaN(outcome.boundSeconds())) {
      result(outcome, "seconds-p50", Outcome.percentile(outcome.secondsSorted(), 50));
      result(outcome, "seconds-p99", Outcome.percentile(outcome.secondsSorted(), 99));
    }
  }

  /** Theirs is the bound; a ratio of 1 cannot be beaten. */
  private static void result(Outcome outcome, String metric, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "RESULT swarm %s-%s ours=%.1f theirs=%.1f ratio=%.2f%n",
        outcome.name(),
        metric,
        seconds,
        outcome.boundSeconds(),
        outcome.boundSeconds() / seconds);
  }
}
