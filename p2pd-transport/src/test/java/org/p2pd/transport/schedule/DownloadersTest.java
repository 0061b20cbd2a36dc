package org.p2pd.transport.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.source.Source;

/** How many of those who download the same are asked at once. */
class DownloadersTest extends PlannedTransfer {
  private static final int PEERS = 12;
  private static final int AT_ONCE = 5;
  private static final long SECOND = 1_000_000_000L;

  @Test
  void othersDownloadToo_fiveOfThemAreAskedAtOnce() {
    download(DownloadersTest::downloader);

    assertThat(active).hasSize(AT_ONCE);
  }

  @Test
  void blockCame_theNextIsAskedFor() {
    download(DownloadersTest::downloader);

    arrive(fetches.get(0), SECOND / 10);

    assertThat(active).hasSize(AT_ONCE);
  }

  @Test
  void othersHoldAll_everybodyIsAsked() {
    download(peer -> source(url(peer), HostRole.AGENT, false));

    assertThat(active).hasSize(PEERS);
  }

  @Test
  void thoseAskedPause_othersAreAsked() {
    download(DownloadersTest::downloader);

    pass(SECOND + SECOND / 10);

    assertThat(active).hasSize(2 * AT_ONCE);
  }

  @Test
  void othersHaveHadNothingNewForLong_everybodyIsAsked() {
    List<Source> idle = sources(DownloadersTest::downloader);
    carry(plan.hostsFound(idle, now));
    now += 11 * SECOND;
    carry(plan.hostsFound(idle, now));

    carry(plan.downloadOf(1, 0, 199, now));

    assertThat(active).hasSize(PEERS);
  }

  @Test
  void nobodyHeardOfOthersForLong_fiveOfThemAreAskedAtOnce() {
    carry(plan.hostsFound(sources(DownloadersTest::downloader), now));
    now += 11 * SECOND;

    carry(plan.downloadOf(1, 0, 199, now));

    assertThat(active).hasSize(AT_ONCE);
  }

  private void download(IntFunction<Source> peer) {
    carry(plan.hostsFound(sources(peer), now));
    carry(plan.downloadOf(1, 0, 199, now));
  }

  private static List<Source> sources(IntFunction<Source> peer) {
    return IntStream.range(0, PEERS).mapToObj(peer).toList();
  }

  private static Source downloader(int peer) {
    return holding(url(peer), BlockSet.range(10 * peer, 10 * peer + 60));
  }

  private static String url(int peer) {
    return "http://peer" + peer;
  }
}
