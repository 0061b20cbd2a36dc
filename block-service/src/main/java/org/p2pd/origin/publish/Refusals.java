package org.p2pd.origin.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.publish.disk.FoundFile;

/**
 * Files that cannot be published as they are. Those that could not be read are tried again, as permissions and network
 * file systems come back without a change of the file: after a minute, then after twice as long each time, up to an hour.
 * Pure.
 */
final class Refusals {
  private static final long FIRST_PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long PAUSE_MILLIS_MAX = Duration.ofHours(1).toMillis();
  private static final int DOUBLINGS_MAX = 6;

  private final Map<String, Refusal> byPath = new HashMap<>();

  /**
   * Whether {@code found} is to be left alone now.
   *
   * @param nowMillis of a clock that nobody sets
   */
  boolean holdBack(FoundFile found, long nowMillis) {
    Refusal refusal = of(found);
    return refusal != null && nowMillis < refusal.notBeforeMillis();
  }

  /** {@code found} cannot be published until it changes. */
  void refuse(FoundFile found) {
    byPath.put(found.path(), new Refusal(found.stamp(), 0, Long.MAX_VALUE));
  }

  /** {@code found} could not be read; true = for the first time. */
  boolean failed(FoundFile found, long nowMillis) {
    Refusal before = of(found);
    int failures = before == null ? 0 : before.failures();
    long pause = FIRST_PAUSE_MILLIS << Math.min(failures, DOUBLINGS_MAX);
    byPath.put(
        found.path(),
        new Refusal(found.stamp(), failures + 1, nowMillis + Math.min(pause, PAUSE_MILLIS_MAX)));
    return failures == 0;
  }

  private @Nullable Refusal of(FoundFile found) {
    Refusal refusal = byPath.get(found.path());
    return refusal != null && refusal.stamp().equals(found.stamp()) ? refusal : null;
  }

  void forget(String path) {
    byPath.remove(path);
  }

  void forgetAll(Predicate<String> gone) {
    byPath.keySet().removeIf(gone);
  }

  private record Refusal(FileStamp stamp, int failures, long notBeforeMillis) {}
}
