package org.p2pd.tracker.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.transport.dial.Reach;

@NullUnmarked
class RecentPoolsTest {
  private static final ContentId FILM = new ContentId("a".repeat(64));

  private final AtomicLong nanos = new AtomicLong();
  private final RecentPools recent = new RecentPools(nanos::get);

  @Test
  void draw_servesSomeAskersAndThenOneDrawsAnewWhileOthersGoOn() {
    recent.keepAll(FILM, pool());

    for (int use = 1; use < RecentPools.USES_MAX; use++) {
      assertThat(recent.all(FILM)).as("use " + use).isNotNull();
    }
    assertThat(recent.all(FILM)).as("this one draws").isNull();
    assertThat(recent.all(FILM)).as("those beside it go on").isNotNull();
  }

  @Test
  void manyAskWhileADrawIsUnderWay_oneInThirtyTwoDraws() {
    recent.keepAll(FILM, pool());

    long draws =
        IntStream.range(0, 1_000).filter(asker -> recent.all(FILM) == null).count();

    assertThat(draws).isEqualTo(1_000 / RecentPools.USES_MAX);
  }

  @Test
  void draw_isTooOldAfterASecond() {
    recent.keepAll(FILM, pool());
    nanos.addAndGet(Duration.ofMillis(1_001).toNanos());

    assertThat(recent.all(FILM)).isNull();
  }

  @Test
  void neighboursOfOneZone_areNotThoseOfAnother() {
    Pool drawn = pool();
    recent.keepNear(FILM, "zone a", drawn);

    assertThat(recent.near(FILM, "zone a").holders()).isEqualTo(drawn.near());
    assertThat(recent.near(FILM, "zone b")).isNull();
    assertThat(recent.all(FILM)).isNull();
  }

  @Test
  void askersOfOneZone_shareAPoolUntilTheWholeSwarmIsDrawnAgain() {
    Pool drawn = pool();
    recent.keepNear(FILM, "zone a", drawn);

    Pool joined = recent.near(FILM, "zone a").joinedTo(drawn);

    assertThat(joined.near()).isEqualTo(drawn.near());
    assertThat(recent.near(FILM, "zone a").joinedTo(drawn)).isSameAs(joined);
    Pool redrawn = pool();
    assertThat(recent.near(FILM, "zone a").joinedTo(redrawn).all()).isSameAs(redrawn.all());
  }

  private static Pool pool() {
    HostId id = HostId.random(new Random(1));
    HostDescriptor descriptor = new HostDescriptor(
        id,
        HostRole.AGENT,
        false,
        "http://h:1",
        null,
        "192.0.2.1",
        1,
        "zone a",
        List.of(),
        false,
        null,
        1);
    LiveHost host = new LiveHost(descriptor, "192.0.2.0/24", Reach.PUBLIC, true, 0, 0);
    Pool.Holder holder = new Pool.Holder(host, BlockSet.everything());
    return new Pool(8, true, List.of(), List.of(holder), List.of(holder));
  }
}
