package org.p2pd.transport.fetch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.fetch.swarm.Swarm;
import org.p2pd.transport.schedule.TransferPlan;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds hosts of one content for its plan: those known already, those the swarm names, and the film's own origin where the
 * swarm is late. Owned by the engine's thread, like the transfer it belongs to.
 */
final class HostSearch {
  private static final Logger LOG = LoggerFactory.getLogger(HostSearch.class);

  /** How long the swarm has before the film's own origin is asked: as long as hosts on trial have. */
  private static final Duration HEAD_START = Duration.ofMillis(250);

  /** How long the swarm may take to answer. The plan asks again only after an answer, so there is always one. */
  private static final Duration FIND_MAX = Duration.ofSeconds(20);

  private final FetchTarget target;
  private final TransferPlan plan;
  private final Executor owner;
  private final Swarm swarm;
  private final Consumer<List<Decision>> decided;
  private boolean isAnswered;

  /**
   * Creates a search that has not begun.
   *
   * @param owner runs tasks on the engine's thread
   * @param decided carries out what the plan decides as hosts are found
   */
  HostSearch(
      FetchTarget target,
      TransferPlan plan,
      Executor owner,
      Swarm swarm,
      Consumer<List<Decision>> decided) {
    this.target = target;
    this.plan = plan;
    this.owner = owner;
    this.swarm = swarm;
    this.decided = decided;
  }

  /**
   * Takes up the hosts that can be used before anybody was asked. The film's own origin is among them only if the swarm is
   * late: asked at once it would send blocks to every viewer, also where a cache is near.
   */
  void begin() {
    decided.accept(plan.hostsKnown(swarm.known(), System.nanoTime()));
    swarm
        .ownOrigin(target)
        .delaySubscription(HEAD_START)
        .subscribe(
            origin -> owner.execute(() -> unlessAnswered(origin)),
            error -> LOG.debug("The film's own name leads nowhere: {}", error.toString()));
  }

  /** Asks the swarm for hosts that hold some of {@code want}. */
  void find(BlockSet want) {
    swarm
        .find(target, want)
        .timeout(FIND_MAX)
        .defaultIfEmpty(List.of())
        .subscribe(
            found -> owner.execute(() -> found(found)),
            error -> owner.execute(() -> decided.accept(plan.hostsNotFound(System.nanoTime()))));
  }

  private void unlessAnswered(List<Source> origin) {
    if (!isAnswered) {
      decided.accept(plan.hostsKnown(origin, System.nanoTime()));
    }
  }

  private void found(List<Source> found) {
    LOG.trace("Hosts: {}", found);
    isAnswered = true;
    plan.knownAs(swarm.self());
    decided.accept(plan.hostsFound(found, System.nanoTime()));
  }
}
