package org.p2pd.transport.tracker;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.p2pd.transport.http.HttpStatusException;

/**
 * How long to wait before the tracker is called again after failures: from half a second to ten, doubling, the half of it at
 * random; but at once where the tracker answered and merely had forgotten who calls.
 */
final class Backoff {
  private static final Duration RETRY_MIN = Duration.ofMillis(500);
  private static final Duration RETRY_MAX = Duration.ofSeconds(10);

  /** So that not all nodes of a tracker that lost its state come in the same instant. */
  private static final Duration FORGOTTEN_MAX = Duration.ofMillis(200);

  private static final int DOUBLINGS_MAX = 6;
  private static final Set<Integer> FORGOTTEN = Set.of(401, 403, 404, 409);

  private int failures;
  private boolean forgotten;

  /** Whether {@code error} says that the tracker does not know the node any more: it is to register again. */
  static boolean isForgotten(Throwable error) {
    return error instanceof HttpStatusException answer && FORGOTTEN.contains(answer.status());
  }

  void succeeded() {
    failures = 0;
  }

  void failed(boolean forgotten) {
    failures++;
    this.forgotten = forgotten;
  }

  /** Failures since the last success. */
  int failures() {
    return failures;
  }

  long delayMillis(RandomGenerator random) {
    if (failures == 1 && forgotten) {
      return random.nextLong(FORGOTTEN_MAX.toMillis());
    }
    long ceiling =
        Math.min(RETRY_MAX.toMillis(), RETRY_MIN.toMillis() << Math.min(failures, DOUBLINGS_MAX));
    return ceiling / 2 + random.nextLong(ceiling / 2 + 1);
  }
}
