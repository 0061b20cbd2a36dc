package org.p2pd.transport.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.source.Source;

/** The rules of docs/streaming.md for hosts that are late, fail or lie. */
class BadHostsTest extends PlannedTransfer {
  @Test
  void requestFailed_halfABlock_theRestIsTakenOver() {
    play(ORIGIN, CACHE);
    int next = here.nextClearBit(0);
    Decision.Fetch broken = requestFor(next);
    Source other = broken.source().equals(ORIGIN) ? CACHE : ORIGIN;
    plan.progress(broken.request(), BLOCK / 2, now);
    active.remove(broken.request());
    fetches.clear();

    carry(plan.requestFailed(broken.request(), now));

    Decision.Fetch rest = requestFor(next);
    assertThat(rest.source()).isEqualTo(other);
    assertThat(rest.prefix()).isEqualTo(new Decision.Prefix(broken.request(), BLOCK / 2));
  }

  @Test
  void tick_hostOfHalfABlockFallsSilent_theRestIsTakenOverBeforeItIsCancelled() {
    play(ORIGIN, CACHE);
    Decision.Fetch stuck = requestFor(here.nextClearBit(0));
    plan.progress(stuck.request(), BLOCK / 2, now);
    others.clear();
    now += 4_000 * MILLI;
    active.values().stream()
        .filter(each -> !each.source().equals(stuck.source()))
        .forEach(each -> plan.progress(each.request(), BLOCK / 2, now));

    carry(plan.tick(now));

    assertThat(asked)
        .filteredOn(each -> each.prefix() != null)
        .first()
        .satisfies(each ->
            assertThat(each.prefix()).isEqualTo(new Decision.Prefix(stuck.request(), BLOCK / 2)));
    assertThat(others).contains(new Decision.Cancel(stuck.request()));
  }

  @Test
  void mixedBlockWrong_nobodyIsAccusedUntilTheLiarIsKnown() {
    play(ORIGIN, PEER);
    Decision.Fetch mixed = fetchesOf(PEER).get(0);
    active.remove(mixed.request());

    carry(plan.mixedBlockWrong(mixed.request(), mixed.firstBlock(), now));
    assertThat(others).noneMatch(Decision.Complain.class::isInstance);
    carry(plan.hostLied(PEER, mixed.firstBlock(), now));

    assertThat(others).contains(new Decision.Complain(PEER, mixed.firstBlock()));
  }

  @Test
  void blockWrong_twice_hostIsLeftOut() {
    play(ORIGIN, PEER);
    lie(fetchesOf(PEER).get(0));
    List.copyOf(active.values()).forEach(each -> arrive(each, 10 * MILLI));
    assertThat(fetchesOf(PEER)).as("while it cools down").isEmpty();
    now += 1_500 * MILLI;
    while (fetchesOf(PEER).isEmpty()) {
      arrive(active.values().iterator().next(), 10 * MILLI);
    }
    assertThat(fetchesOf(PEER)).as("a second chance").hasSize(1);
    lie(fetchesOf(PEER).get(0));
    pass(300_000 * MILLI);

    assertThat(fetchesOf(PEER)).isEmpty();
    assertThat(others.stream().filter(Decision.Complain.class::isInstance)).hasSize(2);
  }

  @Test
  void strangersDrip_afterASecondTheyHoldUpNothingThatAPlayerNeedsSoon() {
    start(CACHE);
    arrive(requestFor(0), 1_000 * MILLI);
    List<Source> strangers = IntStream.rangeClosed(1, 16)
        .mapToObj(each -> source("http://stranger" + each, HostRole.AGENT, false))
        .toList();
    carry(plan.hostsFound(strangers, now));
    carry(plan.readerAt(1, here.nextClearBit(0), 199, now));
    arrive(requestFor(here.nextClearBit(0)), 200 * MILLI);
    int soon = here.nextClearBit(0);
    carry(plan.readerAt(1, soon - 1, 199, now));
    assertThat(fetches).as("the line is taken").noneMatch(each -> each.firstBlock() == soon);

    pass(1_100 * MILLI);

    assertThat(fetches).anyMatch(each -> each.firstBlock() == soon);
  }

  @Test
  void tick_hostIsSilent_requestIsCancelledAndGoesElsewhere() {
    play(CACHE, PEER);
    Decision.Fetch stuck = fetchesOf(PEER).get(0);
    pass(3_500 * MILLI);

    assertThat(others).contains(new Decision.Cancel(stuck.request()));
  }

  @Test
  void readerStandsAtABlockOfASlowPeer_aPeerThatNeedsHalfTheTimeCoversIt() {
    Source quick = source("http://quick", HostRole.AGENT, false);
    start(PEER);
    arrive(requestFor(0), 2_000 * MILLI);
    int next = here.nextClearBit(0);
    carry(plan.readerAt(1, next, 199, now));
    Decision.Fetch slow = requestFor(next);
    carry(plan.hostsFound(List.of(quick), now));
    arrive(fetchesOf(quick).get(0), 20 * MILLI);

    pass(10 * MILLI);

    assertThat(slow.source()).isEqualTo(PEER);
    assertThat(requestFor(next).source()).isEqualTo(quick);
  }

  @Test
  void tick_readerWaitsForALateBlock_aSecondHostCoversIt() {
    start(ORIGIN, CACHE);
    Decision.Fetch late = requestFor(0);
    fetches.clear();

    pass(2_000 * MILLI);

    assertThat(fetches).anySatisfy(each -> {
      assertThat(each.firstBlock()).isZero();
      assertThat(each.source()).isNotEqualTo(late.source());
    });
  }

  @Test
  void blockArrived_coveredTwice_theSlowerIsCancelled() {
    tick_readerWaitsForALateBlock_aSecondHostCoversIt();
    Decision.Fetch cover = requestFor(0);

    arrive(cover, 10 * MILLI);

    assertThat(others).anyMatch(Decision.Cancel.class::isInstance);
  }

  @Test
  void blockArrived_strangerOnTrialWasOvertaken_coolsDown() {
    play(ORIGIN, PEER);
    int late = fetchesOf(PEER).get(0).firstBlock();
    carry(plan.readerAt(1, late, 199, now));
    pass(2_000 * MILLI);
    arrive(requestFor(late), 10 * MILLI);
    pass(500 * MILLI);

    assertThat(asked.stream().filter(each -> each.source().equals(PEER))).hasSize(1);
  }

  @Test
  void hostLacks_block_isAskedElsewhere() {
    Source partial =
        new Source("http://part", null, HostRole.CACHE, true, false, true, BlockSet.empty());
    carry(plan.readerAt(1, 0, 199, now));
    carry(plan.hostsFound(List.of(partial), now));
    Decision.Fetch asked = requestFor(0);
    fetches.clear();

    carry(plan.hostLacks(asked.request(), BlockSet.of(20_000), now));
    carry(plan.hostsFound(List.of(ORIGIN), now));

    assertThat(fetchesOf(partial)).isEmpty();
    assertThat(requestFor(0).source()).isEqualTo(ORIGIN);
  }

  @Test
  void agentSaidToHoldAllHasOnlyTheBeginning_playersThatWaitAreGivenOtherHosts() {
    play(ORIGIN, PEER);
    others.clear();

    for (int tick = 0; tick < 50; tick++) {
      List.copyOf(active.values()).stream()
          .filter(each -> each.source().url().equals(PEER.url()))
          .forEach(this::lackAllButTheFirst);
      pass(100 * MILLI);
    }

    assertThat(others).anyMatch(Decision.FindHosts.class::isInstance);
  }

  private void lackAllButTheFirst(Decision.Fetch asked) {
    active.remove(asked.request());
    carry(plan.hostLacks(asked.request(), BlockSet.first(1), now));
  }

  @Test
  void duplicates_everyBlockLate_stayWithinTheBudget() {
    start(ORIGIN, CACHE, PEER);
    for (int i = 0; here.cardinality() < 150; i++) {
      pass(500 * MILLI);
      if (i % 3 == 0 && !active.isEmpty()) {
        arrive(active.values().iterator().next(), MILLI);
        carry(plan.readerAt(1, here.nextClearBit(0), 199, now));
      }
    }

    assertThat(duplicates).isBetween(1, 4);
  }

  @Test
  void tick_hostDripsAfterAQuickBeginning_losesTheBlockAndNothingComesTwice() {
    carry(plan.downloadOf(1, 0, 199, now));
    carry(plan.hostsFound(List.of(ORIGIN, PEER), now));
    Decision.Fetch dripped = fetchesOf(PEER).get(0);

    arrive(fetchesOf(ORIGIN).get(0), 100 * MILLI);
    drip(dripped, 8);

    assertThat(others).contains(new Decision.Cancel(dripped.request()));
    while (!here.get(dripped.firstBlock())) {
      arrive(activeOf(ORIGIN), 100 * MILLI);
    }
    assertThat(duplicates).isZero();
  }

  @Test
  void tick_moreHostsDripThanTheBudgetCovers_aDownloadFinishes() {
    List<Source> drippers = IntStream.range(0, 12)
        .mapToObj(each -> holding("http://drips-" + each, BlockSet.everything()))
        .toList();
    carry(plan.downloadOf(1, 0, 199, now));
    carry(plan.hostsFound(drippers, now));
    carry(plan.hostsFound(List.of(ORIGIN), now));

    for (int second = 0; second < 600 && here.cardinality() < 200; second++) {
      now += 1_000 * MILLI;
      for (Decision.Fetch each : List.copyOf(active.values())) {
        if (each.source().equals(ORIGIN)) {
          arrive(each, 100 * MILLI);
        } else {
          plan.progress(each.request(), 2_048 + second, now);
        }
      }
      carry(plan.tick(now));
    }

    assertThat(here.cardinality()).isEqualTo(200);
    assertThat(duplicates).isLessThanOrEqualTo(4);
  }

  @Test
  void tick_hostIsAsSlowAsTheOnlyOther_keepsTheBlock() {
    carry(plan.downloadOf(1, 0, 199, now));
    carry(plan.hostsFound(List.of(PEER), now));
    Decision.Fetch dripped = fetchesOf(PEER).get(0);

    drip(dripped, 60);

    assertThat(others).doesNotContain(new Decision.Cancel(dripped.request()));
  }

  @Test
  void blockArrived_lineHasBecomeSlow_theRunIsCutBetweenTwoBlocks() {
    carry(plan.downloadOf(1, 0, 199, now));
    carry(plan.hostsFound(List.of(ORIGIN), now));
    for (int i = 0; i < 12; i++) {
      arrive(activeOf(ORIGIN), 10 * MILLI);
    }
    Decision.Fetch run = activeOf(ORIGIN);
    assertThat(run.lastBlock() - run.firstBlock()).isGreaterThan(3);
    others.clear();

    for (long tenth = 1; tenth <= 100; tenth++) {
      now += 100 * MILLI;
      plan.progress(run.request(), tenth * BLOCK / 100, now);
      carry(plan.tick(now));
    }
    here.set(run.firstBlock());
    carry(plan.blockArrived(run.request(), run.firstBlock(), now));

    assertThat(others).contains(new Decision.Cancel(run.request()));
    assertThat(duplicates).isZero();
  }

  private Decision.Fetch activeOf(Source source) {
    return active.values().stream()
        .filter(each -> each.source().equals(source))
        .findFirst()
        .orElseThrow();
  }

  /** 2 KiB at once, then a byte a second, while others send 25 KiB/s. */
  private void drip(Decision.Fetch request, int seconds) {
    for (int second = 0; second < seconds; second++) {
      now += 1_000 * MILLI;
      for (Decision.Fetch each : List.copyOf(active.values())) {
        long came = each.equals(request) ? second : 25_600L * second;
        plan.progress(each.request(), 2_048 + came, now);
      }
      carry(plan.tick(now));
    }
  }
}
