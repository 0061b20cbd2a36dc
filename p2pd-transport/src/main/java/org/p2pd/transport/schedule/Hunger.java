package org.p2pd.transport.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For how long readers have been waiting for the blocks they stand at. */
final class Hunger {
  private final Map<Integer, Long> sinceNanos = new HashMap<>();

  /** The longest wait for one of the blocks {@code waited} for now, at least 1; 0 where there is none. */
  long nanos(List<Integer> waited, long nowNanos) {
    sinceNanos.keySet().retainAll(waited);
    waited.forEach(block -> sinceNanos.putIfAbsent(block, nowNanos));
    return sinceNanos.values().stream()
        .mapToLong(since -> Math.max(1, nowNanos - since))
        .max()
        .orElse(0);
  }
}
