package org.p2pd.simulation.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.p2pd.simulation.time.VirtualTime;

class NetworkTest {
  private static final Offset<Long> TWO_PERCENT = within(20L);

  private final VirtualTime time = new VirtualTime();
  private final Network network = new Network(time);

  @Test
  void flows_ofOneUplink_shareItEqually() {
    Link up = new Link(1_000);
    Flow one = flow(up, new Link(10_000));
    Flow two = flow(up, new Link(10_000));

    time.runUntil(VirtualTime.SECOND);

    assertThat(one.sentBytes()).isCloseTo(500, TWO_PERCENT);
    assertThat(two.sentBytes()).isCloseTo(500, TWO_PERCENT);
  }

  @Test
  void flows_oneHeldBackElsewhere_theOtherGetsTheRest() {
    Link up = new Link(1_000);
    Flow slow = flow(up, new Link(100));
    Flow fast = flow(up, new Link(10_000));

    time.runUntil(VirtualTime.SECOND);

    assertThat(slow.sentBytes()).isCloseTo(100, TWO_PERCENT);
    assertThat(fast.sentBytes()).isCloseTo(900, TWO_PERCENT);
  }

  @Test
  void end_ofOneFlow_givesItsShareToTheOther() {
    Link up = new Link(1_000);
    Flow one = flow(up, new Link(10_000));
    Flow two = flow(up, new Link(10_000));
    time.after(VirtualTime.SECOND / 2, () -> network.end(one));

    time.runUntil(VirtualTime.SECOND);

    assertThat(one.sentBytes()).isCloseTo(250, TWO_PERCENT);
    assertThat(two.sentBytes()).isCloseTo(750, TWO_PERCENT);
  }

  private Flow flow(Link up, Link down) {
    return network.begin(up, down, Long.MAX_VALUE, bytes -> Long.MAX_VALUE);
  }
}
