package org.p2pd.transport.schedule.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.host.HostStanding;
import org.p2pd.transport.schedule.source.Holder;
import org.p2pd.transport.schedule.source.Source;

class RequestsTest {
  private static final int BLOCK = 256 << 10;
  private static final long SECOND = 1_000_000_000L;

  private final BlockLayout layout = new BlockLayout(200L * BLOCK, BLOCK);
  private final Requests requests = new Requests(layout);
  private final HostStanding host = new HostStanding();

  @Test
  void doubtfulBytes_strangerDrips_countAfterASecond() {
    Request drip = ask(SECOND);
    drip.progressed(100, SECOND);

    assertThat(requests.doubtfulBytes(SECOND)).isZero();
    for (long second = 2; second < 5; second++) {
      drip.progressed(100 + second, second * SECOND);
    }

    assertThat(requests.doubtfulBytes(5 * SECOND)).isEqualTo(2 * BLOCK);
  }

  @Test
  void doubtfulBytes_provenHostSends_areNone() {
    host.proved();
    Request run = ask(SECOND);

    run.progressed(100, 5 * SECOND);

    assertThat(requests.doubtfulBytes(5 * SECOND + SECOND / 2)).isZero();
    assertThat(requests.doubtfulBytes(7 * SECOND)).as("silent").isEqualTo(2 * BLOCK);
  }

  private Request ask(long nowNanos) {
    Source source =
        new Source("http://host", null, HostRole.AGENT, false, false, false, BlockSet.everything());
    Holder holder = new Holder(source, host, BlockSet.everything(), nowNanos, nowNanos);
    Request request =
        new Request(new Decision.Fetch(0, source, 4, 5, null), holder, layout, nowNanos);
    requests.add(request);
    return request;
  }
}
