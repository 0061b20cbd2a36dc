package org.p2pd.transport.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;

class OriginAllowanceTest extends PlannedTransfer {
  private static final int SECONDS = 20;

  @Test
  void isOpen_askedForMoreThanASecondsWorth_waitsUntilThatIsPaidOff() {
    OriginAllowance allowance = new OriginAllowance(1_000);

    allowance.asked(3_000, now);

    assertThat(allowance.isOpen(now + 1_900 * MILLI)).isFalse();
    assertThat(allowance.isOpen(now + 2_100 * MILLI)).isTrue();
  }

  @Test
  void isOpen_brokenOffRequest_countsOnlyWhatCame() {
    OriginAllowance allowance = new OriginAllowance(1_000);
    allowance.asked(3_000, now);

    allowance.returned(2_500);

    assertThat(allowance.isOpen(now)).isTrue();
  }

  @Test
  void isOpen_clockBelowZero_aSecondsWorthIsThere() {
    OriginAllowance allowance = new OriginAllowance(1_000);

    assertThat(allowance.isOpen(Long.MIN_VALUE / 2)).isTrue();
    allowance.asked(2_500, Long.MIN_VALUE / 2);
    assertThat(allowance.isOpen(Long.MIN_VALUE / 2 + 1_000 * MILLI)).isFalse();
    assertThat(allowance.isOpen(Long.MIN_VALUE / 2 + 1_600 * MILLI)).isTrue();
  }

  @Test
  void isOpen_noLimit_always() {
    OriginAllowance none = new OriginAllowance(0);
    none.asked(Long.MAX_VALUE, now);

    assertThat(none.isOpen(now)).isTrue();
  }

  @Test
  void download_originIsLimitedToOneBlockASecond_askedForLittleMore() {
    TransferPlan limited = new TransferPlan(
        layout, BlockSet.empty(), new HostBook(BLOCK), Limits.DEFAULT, new Random(1));
    long asked = 0;
    List<Decision> decisions = new ArrayList<>(limited.downloadOf(1, 0, 199, now));
    decisions.addAll(limited.hostsFound(List.of(ORIGIN), now));
    for (int tenth = 0; tenth < SECONDS * 10; tenth++) {
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
    assertThat(asked / BLOCK).isBetween(SECONDS - 2L, SECONDS + 20L);
  }
}
