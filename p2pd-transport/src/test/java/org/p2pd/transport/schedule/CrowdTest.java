package org.p2pd.transport.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.host.HostBook;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.schedule.source.Sources;

/** Players that began together behind an origin that is too slow for all of them. */
class CrowdTest extends PlannedTransfer {
  private static final HostId SELF = id(7);

  @Test
  void othersStandAtTheSameBlock_theOriginIsAskedForBlocksOfThisOnesShare() {
    waitBesideOthers(0);

    assertThat(askedOfTheOriginAfterTheNextBlock()).isNotEmpty().allMatch(share()::get);
  }

  @Test
  void othersStandAtTheSameBlock_noShareOfWhatIsFartherOffTakesTheOriginsLine() {
    int next = beginBesideOthers(1, 0, 1_500 * MILLI);

    int members = 4;
    assertThat(blocksAskedOfTheOrigin().stream().filter(block -> block >= next))
        .isNotEmpty()
        .allMatch(block -> block < next + members);
  }

  @Test
  void othersHaveSomeOfTheNextBlocks_theCrowdNeedsThoseAfterThem() {
    Sources sources = threeOthers(12, 14);

    assertThat(new Crowd(sources, BLOCK).next(tenToThirty(), waitingFor(List.of()), now))
        .isEqualTo(blocks(10, 11, 13, 15));
  }

  @Test
  void strangerSaysItHoldsAllAndSentNothing_theCrowdNeedsTheNextBlocksAllTheSame() {
    Sources sources = threeOthers(12, 14);
    sources.found(List.of(PEER), now);

    assertThat(new Crowd(sources, BLOCK).next(tenToThirty(), waitingFor(List.of()), now))
        .isEqualTo(blocks(10, 11, 13, 15));
  }

  @Test
  void playerWaits_theCrowdNeedsHalfAsManyNext() {
    Sources sources = threeOthers(12, 14);

    assertThat(new Crowd(sources, BLOCK).next(tenToThirty(), waitingFor(List.of(10)), now))
        .isEqualTo(blocks(10, 11));
  }

  @Test
  void originIsSlow_nobodyHasToWaitBeforeItIsSharedOut() {
    int next = beginBesideOthers(1, 0, 1_500 * MILLI);

    assertThat(share().get(next)).isFalse();
    assertThat(blocksAskedOfTheOrigin()).isNotEmpty().doesNotContain(next);
  }

  @Test
  void originIsQuick_nothingIsLeftToThoseWhoStandWhereThisOneStands() {
    int next = beginBesideOthers(1, 0, 100 * MILLI);

    assertThat(blocksAskedOfTheOrigin()).contains(next);
  }

  /** A player jumps by asking anew, over the same connection or another: it is another reader then. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void originIsSlowButThisOneHasJumped_nothingIsLeftToThoseWhoSeemToStandThere(long reader) {
    int next = beginBesideOthers(reader, 100, 1_500 * MILLI);

    assertThat(share().get(next)).isFalse();
    assertThat(blocksAskedOfTheOrigin()).contains(next);
  }

  /**
   * The origin has sent the first blocks from {@code begin} on, each in so long, to this player and three others; answers where
   * they stand.
   */
  private int beginBesideOthers(long reader, int begin, long blockNanos) {
    plan.knownAs(SELF);
    start(ORIGIN);
    if (reader != 1) {
      carry(plan.readerGone(1, now));
    }
    carry(plan.readerAt(reader, begin, 199, now));
    Decision.Fetch first = requestFor(begin);
    int next = first.lastBlock() + 1;
    carry(plan.hostsFound(List.of(peer(1, next), peer(2, next), peer(3, next)), now));
    for (int block = begin; block < next; block++) {
      plan.progress(first.request(), (block - begin) * (long) BLOCK + 1, now);
      now += blockNanos;
      plan.progress(first.request(), (block - begin + 1L) * BLOCK, now);
      carry(plan.blockArrived(first.request(), block, now));
      carry(plan.readerAt(reader, block + 1, 199, now));
    }
    return next;
  }

  @Test
  void othersStandElsewhere_theOriginIsAskedForWhatIsPlayedNext() {
    waitBesideOthers(100);

    assertThat(askedOfTheOriginAfterTheNextBlock()).anyMatch(block -> !share().get(block));
  }

  @Test
  void othersWereHereAndHaveJumpedAway_theOriginIsAskedForWhatIsPlayedNext() {
    plan.knownAs(SELF);
    play(ORIGIN);
    int stands = here.nextClearBit(0);
    carry(plan.hostsFound(List.of(peer(1, stands), peer(2, stands), peer(3, stands)), now));
    List<Source> away = List.of(peer(1, 150), peer(2, 150), peer(3, 150));
    carry(plan.hostsFound(away, now));
    pass(600 * MILLI);
    pass(600 * MILLI);

    assertThat(askedOfTheOriginAfterTheNextBlock()).anyMatch(block -> !share().get(block));
  }

  @Test
  void nobodyElseFetchesItsShare_theOriginIsAskedAfterThreeSeconds() {
    waitBesideOthers(0);
    askedOfTheOriginAfterTheNextBlock();
    int next = here.nextClearBit(0);
    List.copyOf(active.values()).forEach(each -> carry(plan.requestFailed(each.request(), now)));
    asked.clear();

    for (int tick = 0; tick < 80; tick++) {
      pass(100 * MILLI);
    }

    assertThat(share().get(next)).isFalse();
    assertThat(asked).anyMatch(each -> each.firstBlock() <= next && next <= each.lastBlock());
  }

  @Test
  void othersHaveBlocksOfTheWindow_whatIsNotNeededSoonIsLeftToThoseWhoseShareItIs() {
    plan.knownAs(SELF);
    play(ORIGIN);
    carry(plan.hostsFound(List.of(peer(1, 60), peer(2, 60), peer(3, 60)), now));
    int stands = here.nextClearBit(0);

    for (int second = 0; second < 40; second++) {
      fetchesOf(ORIGIN).stream()
          .filter(each -> active.containsKey(each.request()))
          .findFirst()
          .ifPresent(each -> arrive(each, 20 * MILLI));
      pass(980 * MILLI);
      if (here.get(stands)) {
        stands++;
      }
      carry(plan.readerAt(1, stands, 199, now));
    }

    int soon = stands + 20;
    assertThat(here.stream().filter(block -> block > soon)).isNotEmpty().allMatch(share()::get);
  }

  /** The player has begun, and has waited for more than a second; others stand {@code farther} on. */
  private void waitBesideOthers(int farther) {
    plan.knownAs(SELF);
    play(ORIGIN);
    int block = here.nextClearBit(0) + farther;
    carry(plan.hostsFound(List.of(peer(1, block), peer(2, block), peer(3, block)), now));
    pass(600 * MILLI);
    pass(600 * MILLI);
  }

  private List<Integer> askedOfTheOriginAfterTheNextBlock() {
    asked.clear();
    List<Decision.Fetch> before = fetchesOf(ORIGIN);
    before.forEach(each -> arrive(each, 20 * MILLI));
    carry(plan.readerAt(1, here.nextClearBit(0), 199, now));
    pass(100 * MILLI);
    return blocksAskedOfTheOrigin();
  }

  private List<Integer> blocksAskedOfTheOrigin() {
    return asked.stream()
        .filter(each -> each.source().equals(ORIGIN))
        .flatMap(
            each -> IntStream.rangeClosed(each.firstBlock(), each.lastBlock()).boxed())
        .toList();
  }

  private static PlayerNeed.Now waitingFor(List<Integer> blocks) {
    return new PlayerNeed.Now(blocks, blocks.isEmpty() ? 0 : 1, false);
  }

  private Sources threeOthers(int... have) {
    Sources sources = new Sources(layout.blockCount(), new HostBook(), new Random(1));
    Source first = peer(1, 1).having(BlockSet.of(blocks(have)));
    sources.found(List.of(ORIGIN, first, peer(2, 1), peer(3, 1)), now);
    return sources;
  }

  private static BitSet tenToThirty() {
    BitSet blocks = new BitSet();
    blocks.set(10, 31);
    return blocks;
  }

  private static BitSet blocks(int... indexes) {
    BitSet blocks = new BitSet();
    IntStream.of(indexes).forEach(blocks::set);
    return blocks;
  }

  /** What is this one's to fetch among the three others. */
  private BitSet share() {
    Sources sources = new Sources(layout.blockCount(), new HostBook(), new Random(1));
    sources.shares().knownAs(SELF);
    sources.found(List.of(peer(1, 1), peer(2, 1), peer(3, 1)), now);
    return sources.shares().own();
  }

  private static Source peer(int number, int standsAt) {
    return new Source(
        "http://peer" + number,
        id(number),
        HostRole.AGENT,
        false,
        false,
        false,
        BlockSet.of(standsAt - 1));
  }

  private static HostId id(int number) {
    return new HostId(String.format("%016x", number * 0x9e3779b97f4a7c15L).repeat(2));
  }
}
