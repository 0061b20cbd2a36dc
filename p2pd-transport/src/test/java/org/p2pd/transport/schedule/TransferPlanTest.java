package org.p2pd.transport.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.host.HostBook;
import org.p2pd.transport.schedule.host.RememberedHost;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.source.Source;

/** The rules of docs/streaming.md for hosts that do as they should. */
class TransferPlanTest extends PlannedTransfer {
  @Test
  void readerAt_atTheStart_asksForHosts() {
    carry(plan.readerAt(1, 0, 199, now));

    assertThat(others).hasSize(1).first().isInstanceOf(Decision.FindHosts.class);
  }

  @Test
  void hostsFound_firstBlock_hasTheLineForItselfAndComesFromAnOperatorsHost() {
    start(ORIGIN, PEER);

    assertThat(fetches).hasSize(1);
    assertThat(requestFor(0).source()).isEqualTo(ORIGIN);
  }

  @Test
  void openingArrived_unprovenPeerGetsOneBlockThatNobodyWaitsFor() {
    play(ORIGIN, PEER);

    assertThat(fetchesOf(PEER)).hasSize(1);
    assertThat(fetchesOf(PEER).get(0).firstBlock())
        .isGreaterThan(here.nextClearBit(0))
        .isEqualTo(fetchesOf(PEER).get(0).lastBlock());
    assertThat(requestFor(here.nextClearBit(0)).source()).isEqualTo(ORIGIN);
  }

  @Test
  void assign_cacheOnTrial_originIsAskedOnlyWhenTheCacheIsLate() {
    start(ORIGIN, CACHE);
    pass(300 * MILLI);
    assertThat(fetchesOf(ORIGIN)).isEmpty();

    pass(400 * MILLI);

    assertThat(fetchesOf(ORIGIN)).isNotEmpty();
  }

  @Test
  void assign_readerWaitsAndPeersAreSlow_originHelps() {
    play(ORIGIN, PEER);
    arrive(fetchesOf(PEER).get(0), 1_500 * MILLI);
    fetches.clear();
    carry(plan.readerAt(1, 150, 199, now));

    assertThat(requestFor(150).source()).isEqualTo(ORIGIN);
  }

  @Test
  void assign_provenPeer_sparesTheOrigin() {
    play(ORIGIN, PEER);
    arrive(fetchesOf(PEER).get(0), 10 * MILLI);
    fetches.clear();
    carry(plan.readerAt(1, 150, 199, now));
    arrive(requestFor(150), 10 * MILLI);

    assertThat(fetchesOf(PEER)).isNotEmpty();
    assertThat(fetchesOf(ORIGIN)).isEmpty();
  }

  @Test
  void readerAt_slowPlayer_fetchesNoMoreThanTheLeastWindow() {
    start(CACHE);
    for (int block = 0; block < 20; block++) {
      while (!active.isEmpty()) {
        arrive(active.values().iterator().next(), 10 * MILLI);
      }
      pass(2_000 * MILLI);
      carry(plan.readerAt(1, block + 1, 199, now));
    }

    // 128 KiB/s for 20 s is less than the least, 4 MiB; the start had fetched 16 MiB.
    assertThat(highestAsked).isEqualTo(63);
  }

  @Test
  void downloadOf_partialHolders_rarestBlockIsAskedFirst() {
    Source first = holding("http://one", BlockSet.range(0, 99));
    Source second = holding("http://two", BlockSet.range(0, 100));
    carry(plan.downloadOf(1, 0, 199, now));

    carry(plan.hostsFound(List.of(first, second), now));

    assertThat(requestFor(100).source()).isEqualTo(second);
    assertThat(fetchesOf(first)).hasSize(1);
  }

  @Test
  void downloadOf_blocksHeldByPeers_originIsAskedForTheOthersOnly() {
    Source peer = holding("http://one", BlockSet.range(0, 149));
    carry(plan.downloadOf(1, 0, 199, now));
    carry(plan.hostsFound(List.of(peer, ORIGIN), now));
    while (!here.get(150, 200).equals(BlockSet.first(50).toBitSet())) {
      arrive(active.values().iterator().next(), 10 * MILLI);
    }

    List<Decision.Fetch> first =
        asked.stream().filter(each -> each.source().equals(ORIGIN)).limit(5).toList();
    assertThat(first)
        .hasSize(5)
        .allSatisfy(each -> assertThat(each.firstBlock()).isGreaterThanOrEqualTo(150));
  }

  @Test
  void regret_playerWaitsLongerThanTheOriginWouldHaveTaken_grows() {
    play(ORIGIN);
    assertThat(plan.regretNanos()).isZero();
    carry(plan.readerAt(1, 100, 199, now));

    arrive(requestFor(100), 3_000 * MILLI);

    assertThat(plan.regretNanos()).isGreaterThan(100 * MILLI);
  }

  @Test
  void assign_window_isNotExceeded() {
    start(CACHE);
    for (int i = 0; i < 300 && !fetches.isEmpty(); i++) {
      arrive(fetches.remove(0), 10 * MILLI);
    }

    assertThat(highestAsked).isEqualTo(63);
  }

  @Test
  void readerAt_seek_cancelsWhatTheOldPositionWanted() {
    start(CACHE);
    Decision.Fetch old = requestFor(0);

    carry(plan.readerAt(1, 150, 199, now));

    assertThat(others).contains(new Decision.Cancel(old.request()));
    assertThat(requestFor(150)).isNotNull();
  }

  @Test
  void readerAt_playerTurnsOutToBeSlow_whatIsOnItsWayStillComes() {
    start(CACHE);
    while (active.values().stream().noneMatch(each -> each.firstBlock() > 40)) {
      arrive(active.values().iterator().next(), 10 * MILLI);
    }
    Set<Long> onTheirWay = Set.copyOf(active.keySet());
    now += 1_500 * MILLI;

    // A block in 1.5 s: the least window, 16 blocks, will do.
    carry(plan.readerAt(1, 1, 199, now));

    assertThat(active.keySet()).containsAll(onTheirWay);
  }

  @Test
  void readerGone_lastOne_everythingIsCancelled() {
    start(CACHE, PEER);

    carry(plan.readerGone(1, now));

    assertThat(active).isEmpty();
    assertThat(plan.isIdle()).isTrue();
  }

  @Test
  void downloadOf_originWasFastBeforeAPause_beginsWithABlock() {
    carry(plan.downloadOf(1, 0, 60, now));
    carry(plan.hostsFound(List.of(ORIGIN), now));
    while (here.cardinality() < 61) {
      arrive(active.values().iterator().next(), 10 * MILLI);
    }
    assertThat(asked)
        .anySatisfy(each -> assertThat(each.lastBlock() - each.firstBlock()).isGreaterThan(3));
    carry(plan.readerGone(1, now));
    fetches.clear();
    pass(4_000 * MILLI);

    carry(plan.downloadOf(2, 61, 199, now));

    assertThat(fetches).hasSize(1);
    assertThat(fetches.get(0).firstBlock()).isEqualTo(fetches.get(0).lastBlock());
  }

  @Test
  void readerAt_originProvenBeforeAPause_playersAreServedInRunsAtOnce() {
    play(ORIGIN);
    carry(plan.readerGone(1, now));
    pass(4_000 * MILLI);
    fetches.clear();

    carry(plan.readerAt(2, 100, 199, now));

    assertThat(requestFor(100).lastBlock()).isGreaterThan(102);
  }

  @Test
  void newcomerWaits_nothingButWhatItBeginsWithIsAskedOfTheOrigin() {
    Duration far = Duration.ofMillis(500);
    book.recall(
        List.of(new RememberedHost(
            ORIGIN.server(), 1e6, far, Duration.ofMillis(50), true, 0, Duration.ZERO)),
        now);
    start(ORIGIN);

    for (int tick = 0; tick < 9; tick++) {
      pass(100 * MILLI);
    }

    assertThat(asked).isNotEmpty();
    assertThat(highestAsked).isLessThanOrEqualTo(3);
  }

  @Test
  void playing_noMoreIsOnItsWayThanArrivesInTwoSeconds() {
    start(caches(BlockSet.everything()));
    arrive(requestFor(0), 1_000 * MILLI);
    int blocksInASecond = here.cardinality();
    carry(plan.readerAt(1, here.nextClearBit(0), 199, now));

    long inTwoSeconds = 2L * blocksInASecond * BLOCK;
    assertThat(bytesOnTheirWay()).isBetween(inTwoSeconds / 4, inTwoSeconds + BLOCK);
  }

  @Test
  void playerWaitsAndTheLineIsFull_itsBlockIsAskedAllTheSame() {
    int next = 5;
    start(caches(BlockSet.everything().within(200).minus(BlockSet.of(next))));
    while (here.nextClearBit(0) < next) {
      arrive(requestFor(here.nextClearBit(0)), 300 * MILLI);
    }
    carry(plan.readerAt(1, next, 199, now));
    long full = bytesOnTheirWay();

    carry(plan.hostsFound(List.of(CACHE), now));

    assertThat(full).isGreaterThan(3 * BLOCK);
    assertThat(requestFor(next).source()).isEqualTo(CACHE);
  }

  private static Source[] caches(BlockSet holding) {
    return IntStream.rangeClosed(1, 16)
        .mapToObj(each ->
            new Source("http://cache" + each, null, HostRole.CACHE, true, false, false, holding))
        .toArray(Source[]::new);
  }

  private long bytesOnTheirWay() {
    return active.values().stream()
        .mapToLong(each -> layout.rangeOf(each.firstBlock(), each.lastBlock()).length())
        .sum();
  }

  @Test
  void playerIsHeldUp_hostsAreAskedForEverySecond_alsoThoseWhoStandWhereItStands() {
    play(ORIGIN);
    int stands = here.nextClearBit(0);
    List<BlockSet> wants = new ArrayList<>();

    for (int tick = 1; tick < 65; tick++) {
      others.clear();
      for (long request : active.keySet()) {
        plan.progress(request, 2_000L * tick, now);
      }
      pass(100 * MILLI);
      for (Decision each : List.copyOf(others)) {
        if (each instanceof Decision.FindHosts find) {
          wants.add(find.want());
          carry(plan.hostsFound(List.of(ORIGIN), now));
        }
      }
    }

    assertThat(wants)
        .hasSizeGreaterThanOrEqualTo(6)
        .allMatch(want -> want.contains(stands) && want.contains(stands - 1));
  }

  @Test
  void download_originIsLimitedToOneBlockASecond_askedForLittleMore() {
    int seconds = 20;
    TransferPlan limited = new TransferPlan(
        layout, BlockSet.empty(), new HostBook(BLOCK), Limits.DEFAULT, new Random(1));
    long asked = 0;
    List<Decision> decisions = new ArrayList<>(limited.downloadOf(1, 0, 199, now));
    decisions.addAll(limited.hostsFound(List.of(ORIGIN), now));
    for (int tenth = 0; tenth < seconds * 10; tenth++) {
      for (Decision decision : List.copyOf(decisions)) {
        decisions.remove(decision);
        if (decision instanceof Decision.Fetch fetch) {
          asked += layout.rangeOf(fetch.firstBlock(), fetch.lastBlock()).length();
          long received = layout.rangeOf(fetch.firstBlock(), fetch.lastBlock()).length();
          limited.progress(fetch.request(), received, now + MILLI);
          for (int block = fetch.firstBlock(); block <= fetch.lastBlock(); block++) {
            decisions.addAll(limited.blockArrived(fetch.request(), block, now + MILLI));
          }
          decisions.addAll(limited.requestDone(fetch.request(), now + MILLI));
        }
      }
      now += 100 * MILLI;
      decisions.addAll(limited.tick(now));
    }

    // A second's worth at once, and what the last order overdraws.
    assertThat(asked / BLOCK).isBetween(seconds - 2L, seconds + 20L);
  }
}
