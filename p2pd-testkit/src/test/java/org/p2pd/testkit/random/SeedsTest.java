package org.p2pd.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class SeedsTest {
  private static final List<Long> DRAWN = new ArrayList<>();

  @Test
  void failure_ofSeededTest_namesTheSeedThatRepeatsIt() {
    long seed = seedOfFailure();
    long drawn = DRAWN.get(0);
    System.setProperty(Seeds.PROPERTY, Long.toString(seed));
    try {
      assertThat(seedOfFailure()).isEqualTo(seed);
      assertThat(DRAWN.get(1)).isEqualTo(drawn);
    } finally {
      System.clearProperty(Seeds.PROPERTY);
    }
  }

  private static long seedOfFailure() {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Failing.class))
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .mapToLong(result -> seedIn(result.getThrowable().orElseThrow()))
        .findFirst()
        .orElseThrow();
  }

  private static long seedIn(Throwable failure) {
    String message = Arrays.stream(failure.getSuppressed())
        .map(Throwable::getMessage)
        .filter(text -> text.contains(Seeds.PROPERTY))
        .findFirst()
        .orElseThrow();
    return Long.parseLong(message.substring(message.indexOf('=') + 1));
  }

  @Seeded
  static class Failing {
    @Test
    void fails(RandomGenerator random) {
      DRAWN.add(random.nextLong());
      throw new AssertionError("on purpose");
    }
  }
}
