package org.p2pd.transport.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.transport.schedule.request.Decision;

/** What a player shows its first picture with comes before what is only fetched ahead. */
class OpeningTest extends PlannedTransfer {
  private static final int OPENING_BLOCKS = 4;

  @Test
  void playerBegins_nothingElseIsAskedForUntilItsFirstMebibyteIsHere() {
    start(ORIGIN, PEER);
    first();

    assertThat(asked).isNotEmpty().allMatch(each -> each.lastBlock() < OPENING_BLOCKS);
    next();

    assertThat(asked).anyMatch(each -> each.firstBlock() >= OPENING_BLOCKS);
  }

  @Test
  void openingTakesLong_theRestIsAskedForAllTheSame() {
    start(ORIGIN, PEER);
    first();
    asked.clear();

    pass(1_000 * MILLI);
    assertThat(asked).isEmpty();
    pass(600 * MILLI);

    assertThat(asked).anyMatch(each -> each.firstBlock() >= OPENING_BLOCKS);
  }

  @Test
  void playerJumpsWhereNobodyIsProven_theFirstMebibyteThereComesFirst() {
    start(ORIGIN, PEER);
    first();
    asked.clear();

    carry(plan.readerAt(2, 100, 199, now));

    assertThat(requestFor(100).lastBlock()).isEqualTo(100 + OPENING_BLOCKS - 1);
    assertThat(asked).allMatch(each -> each.lastBlock() < 100 + OPENING_BLOCKS);
  }

  @Test
  void playerJumpsWhereAHostIsProven_whatIsAheadIsAskedForAtOnce() {
    start(ORIGIN, CACHE);
    while (here.nextClearBit(0) < OPENING_BLOCKS) {
      next();
    }
    List.copyOf(active.values()).forEach(each -> arrive(each, 20 * MILLI));
    carry(plan.readerGone(1, now));
    asked.clear();

    carry(plan.readerAt(2, 100, 199, now));
    arrive(requestFor(100), 20 * MILLI);

    assertThat(asked).anyMatch(each -> each.lastBlock() >= 100 + OPENING_BLOCKS);
  }

  /** The first block comes, and no more. */
  private void first() {
    Decision.Fetch request = requestFor(0);
    now += 20 * MILLI;
    plan.progress(request.request(), BLOCK, now);
    here.set(0);
    carry(plan.blockArrived(request.request(), 0, now));
    carry(plan.readerAt(1, 1, 199, now));
  }

  /** What was asked for with the next block comes, and the player moves on. */
  private void next() {
    arrive(requestFor(here.nextClearBit(0)), 80 * MILLI);
    carry(plan.readerAt(1, here.nextClearBit(0), 199, now));
  }
}
