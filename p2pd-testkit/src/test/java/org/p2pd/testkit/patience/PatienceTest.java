package org.p2pd.testkit.patience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void await_isPatient_withoutBeingTold() {
    Duration[] left = new Duration[1];

    await()
        .conditionEvaluationListener(condition -> left[0] =
            Duration.ofMillis(condition.getElapsedTimeInMS() + condition.getRemainingTimeInMS()))
        .until(() -> true);

    assertThat(left[0]).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(Patience.SECONDS));
  }
}
