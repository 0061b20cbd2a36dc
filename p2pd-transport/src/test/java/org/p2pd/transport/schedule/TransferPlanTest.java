package org.p2pd.transport.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;

/** The rules of docs/streaming.md, in virtual time. */
class TransferPlanTest {
  private static final int BLOCK = 256 << 10;
  private static final long MILLI = 1_000_000L;

  private final BlockLayout layout = new BlockLayout(200L * BLOCK, BLOCK);
  private final TransferPlan plan =
      new TransferPlan(layout, BlockSet.empty(), new HostBook(), Limits.DEFAULT, new Random(1));
  private final List<Decision.Fetch> fetches = new ArrayList<>();
  private final List<Decision> others = new ArrayList<>();
  private long now = 5_000 * MILLI;

  private static final Source ORIGIN = source("http://origin", HostRole.ORIGIN, true);
  private static final Source CACHE = source("http://cache", HostRole.CACHE, true);
  private static final Source PEER = source("http://peer", HostRole.AGENT, false);

  private static Source source(String url, HostRole role, boolean operator) {
    return new Source(url, null, role, operator, false, false, BlockSet.everything());
  }

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
  void blockArrived_firstOne_unprovenPeerGetsOneOtherThatNobodyWaitsFor() {
    play(ORIGIN, PEER);

    assertThat(fetchesOf(PEER)).hasSize(1);
    assertThat(fetchesOf(PEER).get(0).firstBlock())
        .isGreaterThan(1)
        .isEqualTo(fetchesOf(PEER).get(0).lastBlock());
    assertThat(requestFor(1).source()).isEqualTo(ORIGIN);
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
  void requestFailed_halfABlock_theRestIsTakenOver() {
    play(ORIGIN, CACHE);
    int next = here.nextClearBit(0);
    Decision.Fetch broken = requestFor(next);
    Source other = broken.source().equals(ORIGIN) ? CACHE : ORIGIN;
    carry(plan.progress(broken.request(), BLOCK / 2, now));
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
    carry(plan.progress(stuck.request(), BLOCK / 2, now));
    others.clear();

    pass(20_000 * MILLI);

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
  void blockWrong_twice_hostIsLeftOut() {
    play(ORIGIN, PEER);
    lie(fetchesOf(PEER).get(0));
    List.copyOf(active.values()).forEach(each -> arrive(each, 10 * MILLI));
    fetches.clear();
    active.clear();
    pass(1_500 * MILLI);
    assertThat(fetchesOf(PEER)).as("a second chance").hasSize(1);
    lie(fetchesOf(PEER).get(0));
    pass(300_000 * MILLI);

    assertThat(fetchesOf(PEER)).isEmpty();
    assertThat(others.stream().filter(Decision.Complain.class::isInstance)).hasSize(2);
  }

  @Test
  void tick_hostIsSilent_requestIsCancelledAndGoesElsewhere() {
    play(CACHE, PEER);
    Decision.Fetch stuck = fetchesOf(PEER).get(0);
    pass(3_500 * MILLI);

    assertThat(others).contains(new Decision.Cancel(stuck.request()));
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
  void readerAt_seek_cancelsWhatTheOldPositionWanted() {
    start(CACHE);
    Decision.Fetch old = requestFor(0);

    carry(plan.readerAt(1, 150, 199, now));

    assertThat(others).contains(new Decision.Cancel(old.request()));
    assertThat(requestFor(150)).isNotNull();
  }

  @Test
  void readerGone_lastOne_everythingIsCancelled() {
    start(CACHE, PEER);

    carry(plan.readerGone(1, now));

    assertThat(active).isEmpty();
    assertThat(plan.isIdle()).isTrue();
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

  private final Map<Long, Decision.Fetch> active = new LinkedHashMap<>();
  private final List<Decision.Fetch> asked = new ArrayList<>();
  private final BitSet here = new BitSet();
  private int duplicates;
  private int highestAsked;

  private void start(Source... sources) {
    carry(plan.readerAt(1, 0, 199, now));
    carry(plan.hostsFound(List.of(sources), now));
  }

  /** Players have their first block, and stand at the next. */
  private void play(Source... sources) {
    start(sources);
    arrive(requestFor(0), 20 * MILLI);
    fetches.removeIf(each -> !active.containsKey(each.request()));
    carry(plan.readerAt(1, here.nextClearBit(0), 199, now));
  }

  private static Source holding(String url, BlockSet blocks) {
    return new Source(url, null, HostRole.AGENT, false, false, false, blocks);
  }

  private void pass(long nanos) {
    now += nanos;
    carry(plan.tick(now));
  }

  /** All blocks of a request arrive, evenly spread over {@code nanos}. */
  private void arrive(Decision.Fetch request, long nanos) {
    long received = 0;
    int blocks = request.lastBlock() - request.firstBlock() + 1;
    for (int block = request.firstBlock(); block <= request.lastBlock(); block++) {
      now += nanos / (2L * blocks);
      carry(plan.progress(request.request(), ++received, now));
      now += nanos / (2L * blocks);
      received +=
          layout.lengthOf(block) - 1 - (block == request.firstBlock() ? request.skippedBytes() : 0);
      carry(plan.progress(request.request(), received, now));
      here.set(block);
      carry(plan.blockArrived(request.request(), block, now));
    }
    active.remove(request.request());
    carry(plan.requestDone(request.request(), now));
  }

  private void lie(Decision.Fetch request) {
    fetches.clear();
    active.remove(request.request());
    carry(plan.blockWrong(request.request(), request.firstBlock(), now));
  }

  private void carry(List<Decision> decisions) {
    decisions.stream()
        .filter(Decision.Cancel.class::isInstance)
        .forEach(each -> active.remove(((Decision.Cancel) each).request()));
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Fetch fetch) {
        fetched(fetch);
      } else {
        others.add(decision);
      }
      if (decision instanceof Decision.Cancel cancel) {
        active.remove(cancel.request());
        fetches.removeIf(each -> each.request() == cancel.request());
      }
    }
  }

  private void fetched(Decision.Fetch fetch) {
    highestAsked = Math.max(highestAsked, fetch.lastBlock());
    if (active.values().stream()
        .anyMatch(each ->
            each.firstBlock() <= fetch.lastBlock() && fetch.firstBlock() <= each.lastBlock())) {
      duplicates++;
    }
    fetches.add(fetch);
    asked.add(fetch);
    active.put(fetch.request(), fetch);
  }

  private Decision.Fetch requestFor(int block) {
    return fetches.stream()
        .filter(each -> each.firstBlock() <= block && block <= each.lastBlock())
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private List<Decision.Fetch> fetchesOf(Source source) {
    return fetches.stream()
        .filter(each -> each.source().url().equals(source.url()))
        .toList();
  }
}
