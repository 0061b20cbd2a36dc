package org.p2pd.transport.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.host.HostStanding;
import org.p2pd.transport.schedule.source.Source;

/** What is asked of hosts in the own network, and what of others. */
class LocalityTest extends PlannedTransfer {
  private static final long SECOND = 1_000_000_000L;
  private static final double RATE = 2 << 20;
  private static final Source NEAR =
      source("http://near", HostRole.AGENT, false).nearby();
  private static final Source FAR = source("http://far", HostRole.AGENT, false);

  @Test
  void bothHoldAll_downloadAsksTheNearOneOnly() {
    measured(NEAR, RATE);
    measured(FAR, RATE);

    download(NEAR, FAR);

    assertThat(fetchesOf(NEAR)).isNotEmpty();
    assertThat(fetchesOf(FAR)).isEmpty();
  }

  @Test
  void nearOneLacksTheEnd_downloadAsksTheFarOneForIt() {
    Source near = holding("http://near", BlockSet.range(0, 149)).nearby();
    measured(near, RATE);
    measured(FAR, RATE);

    download(near, FAR);

    assertThat(fetchesOf(near)).isNotEmpty();
    assertThat(fetchesOf(FAR)).isNotEmpty().allMatch(each -> each.firstBlock() >= 150);
  }

  @Test
  void nearOneIsFarSlower_downloadAsksBoth() {
    measured(NEAR, RATE / 4);
    measured(FAR, RATE);

    download(NEAR, FAR);

    assertThat(fetchesOf(FAR)).isNotEmpty();
  }

  @Test
  void nearOneCoolsDown_downloadAsksTheFarOne() {
    HostStanding near = measured(NEAR, RATE);
    measured(FAR, RATE);
    near.failed(false, now);

    download(NEAR, FAR);

    assertThat(fetchesOf(FAR)).isNotEmpty();
  }

  @Test
  void farDownloadersAreManyButFewAreAskedAtOnce_nearOnesSuffice() {
    List<Source> near = downloaders("near", 5).stream().map(Source::nearby).toList();
    List<Source> far = downloaders("far", 40);
    near.forEach(each -> measured(each, RATE));
    far.forEach(each -> measured(each, RATE));
    carry(plan.hostsFound(near, now));
    carry(plan.hostsFound(far, now));

    carry(plan.downloadOf(1, 0, 199, now));

    assertThat(fetches).isNotEmpty().allMatch(each -> each.source().isNear());
  }

  @Test
  void playerHasTime_whatIsAheadIsAskedOfTheNearOneThoughTheFarOneIsFaster() {
    measured(NEAR, RATE);
    measured(FAR, 2 * RATE);
    play(NEAR, FAR);

    assertThat(asked.stream().filter(each -> each.firstBlock() > 1).findFirst())
        .hasValueSatisfying(first -> assertThat(first.source().isNear()).isTrue());
  }

  private void download(Source... sources) {
    carry(plan.hostsFound(List.of(sources), now));
    carry(plan.downloadOf(1, 0, 199, now));
  }

  private static List<Source> downloaders(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(each -> holding("http://" + name + each, BlockSet.range(0, 190)))
        .toList();
  }

  /** The standing of a host that sent a block at {@code bytesPerSecond}, just now. */
  private HostStanding measured(Source source, double bytesPerSecond) {
    HostStanding host = book.of(source.server());
    long nanos = (long) (BLOCK / bytesPerSecond * SECOND);
    for (int i = 0; i < 20; i++) {
      host.asked(BLOCK, now);
      host.firstByte(now, now + MILLI);
      now += nanos;
      host.received(BLOCK, now);
      host.proved();
      host.ended(0);
    }
    return host;
  }
}
