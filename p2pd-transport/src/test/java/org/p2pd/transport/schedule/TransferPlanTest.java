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
  void hostsFound_firstBlock_goesToAnOperatorsHostAndTheUnprovenGetsOneOther() {
    start(ORIGIN, PEER);

    assertThat(requestFor(0).source()).isEqualTo(ORIGIN);
    assertThat(fetchesOf(PEER)).hasSize(1);
    assertThat(fetchesOf(PEER).get(0).firstBlock()).isNotZero();
    assertThat(fetches)
        .allSatisfy(each -> assertThat(each.firstBlock()).isEqualTo(each.lastBlock()));
  }

  @Test
  void assign_cacheOnTrial_originIsNotAskedBeforeAQuarterSecond() {
    start(ORIGIN, CACHE);
    assertThat(fetchesOf(ORIGIN)).isEmpty();

    pass(300 * MILLI);

    assertThat(fetchesOf(ORIGIN)).isNotEmpty();
  }

  @Test
  void assign_readerWaitsAndPeersAreSlow_originHelps() {
    start(ORIGIN, PEER);
    arrive(fetchesOf(PEER).get(0), 2_000 * MILLI);
    fetches.clear();
    arrive(
        active.values().stream()
            .filter(each -> each.source().equals(ORIGIN))
            .findFirst()
            .orElseThrow(),
        20 * MILLI);
    carry(plan.readerAt(1, here.nextClearBit(0), 199, now));

    assertThat(fetchesOf(ORIGIN)).isNotEmpty();
  }

  @Test
  void assign_provenPeer_sparesTheOrigin() {
    start(ORIGIN, PEER);
    Decision.Fetch ofPeer = fetchesOf(PEER).get(0);
    Decision.Fetch ofOrigin = fetchesOf(ORIGIN).get(0);
    fetches.clear();

    arrive(ofPeer, 100 * MILLI);
    arrive(ofOrigin, 100 * MILLI);

    assertThat(fetchesOf(PEER)).isNotEmpty();
    assertThat(fetchesOf(ORIGIN)).isEmpty();
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
    start(ORIGIN, PEER);
    lie(fetchesOf(PEER).get(0));
    pass(2_000 * MILLI);
    assertThat(fetchesOf(PEER)).as("a second chance").hasSize(1);
    lie(fetchesOf(PEER).get(0));
    pass(300_000 * MILLI);

    assertThat(fetchesOf(PEER)).isEmpty();
    assertThat(others.stream().filter(Decision.Complain.class::isInstance)).hasSize(2);
  }

  @Test
  void tick_hostIsSilent_requestIsCancelledAndGoesElsewhere() {
    start(CACHE, PEER);
    Decision.Fetch stuck = fetchesOf(PEER).get(0);
    pass(3_500 * MILLI);

    assertThat(others).contains(new Decision.Cancel(stuck.request()));
  }

  @Test
  void tick_readerWaitsForALateBlock_aSecondHostCoversIt() {
    start(ORIGIN, CACHE);
    Decision.Fetch late = requestFor(0);
    Decision.Fetch other =
        fetches.stream().filter(each -> each != late).findFirst().orElseThrow();
    fetches.clear();
    arrive(other, 50 * MILLI);
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
  private final BitSet here = new BitSet();
  private int duplicates;
  private int highestAsked;

  private void start(Source... sources) {
    carry(plan.readerAt(1, 0, 199, now));
    carry(plan.hostsFound(List.of(sources), now));
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
      received += layout.lengthOf(block) - 1;
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
