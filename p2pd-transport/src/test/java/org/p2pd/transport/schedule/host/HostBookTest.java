package org.p2pd.transport.schedule.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostBookTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String HOST = "http://192.0.2.7";

  private final HostBook before = new HostBook();
  private final HostBook after = new HostBook();

  @Test
  void recall_hostThatProvedGood_isProvenAndAsFastAsMeasured() {
    HostStanding host = measured();
    host.proved();

    after.recall(before.remembered(4 * SECOND), 100 * SECOND);

    assertThat(after.of(HOST).isProven()).isTrue();
    assertThat(after.of(HOST).bytesPerSecond()).isCloseTo(1e6, within(1e4));
    assertThat(after.of(HOST).expectedRoundTripNanos()).isEqualTo(SECOND / 50);
  }

  @Test
  void recall_hostThatLiedOnce_isLeftOutAtItsNextLie() {
    HostStanding host = measured();
    host.proved();
    host.lied(false, 3 * SECOND);

    after.recall(before.remembered(4 * SECOND), 100 * SECOND);

    assertThat(after.of(HOST).isProven()).isFalse();
    after.of(HOST).lied(false, 101 * SECOND);
    assertThat(after.of(HOST).isUsable(600 * SECOND)).isFalse();
  }

  @Test
  void remembered_hostNeverMeasuredOrNotDealtWithForADay_isLeftOut() {
    before.of(HOST);
    assertThat(before.remembered(SECOND)).isEmpty();
    measured();

    assertThat(before.remembered(4 * SECOND)).hasSize(1);
    assertThat(before.remembered(90_000 * SECOND)).isEmpty();
  }

  @Test
  void recall_dayOldOrKnownToThisProcess_changesNothing() {
    RememberedHost old = new RememberedHost(
        HOST, 1, Duration.ofMillis(1), Duration.ZERO, true, 0, HostBook.REMEMBERED);
    after.recall(List.of(old), SECOND);
    assertThat(after.of(HOST).isProven()).isFalse();
    measured();

    before.recall(
        List.of(new RememberedHost(
            HOST, 1, Duration.ofMillis(1), Duration.ZERO, true, 0, Duration.ZERO)),
        4 * SECOND);

    assertThat(before.of(HOST).bytesPerSecond()).isCloseTo(1e6, within(1e4));
  }

  /** 2 MB in 2 s, the first of them after 20 ms. */
  private HostStanding measured() {
    HostStanding host = before.of(HOST);
    host.asked(2_000_000, SECOND);
    host.firstByte(SECOND, SECOND + SECOND / 50);
    host.received(1_000_000, 2 * SECOND + SECOND / 50);
    host.received(1_000_000, 3 * SECOND + SECOND / 50);
    host.ended(0);
    return host;
  }
}
