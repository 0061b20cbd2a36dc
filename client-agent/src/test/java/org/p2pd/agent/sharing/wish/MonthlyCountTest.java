package org.p2pd.agent.sharing.wish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import org.junit.jupiter.api.Test;

class MonthlyCountTest {
  private static final YearMonth MAY = YearMonth.of(2026, 5);

  private final MonthlyCount count = new MonthlyCount(MAY, 900);

  @Test
  void plus_sameMonth_adds() {
    assertThat(count.plus(7, MAY)).isEqualTo(new MonthlyCount(MAY, 907));
  }

  @Test
  void plus_laterMonth_beginsAtNothing() {
    assertThat(count.plus(7, MAY.plusMonths(1))).isEqualTo(new MonthlyCount(MAY.plusMonths(1), 7));
  }

  @Test
  void plus_clockNotSetYetAtBoot_nothingIsForgotten() {
    assertThat(count.plus(7, YearMonth.of(1970, 1)).plus(1, MAY))
        .isEqualTo(new MonthlyCount(MAY, 908));
  }
}
