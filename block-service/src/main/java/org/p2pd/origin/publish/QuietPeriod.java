package org.p2pd.origin.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.publish.disk.FoundFile;

/** Which files have stood still long enough to be taken. Knows only those that have not been taken yet. */
final class QuietPeriod {
  private final long millis;
  private final Map<String, Sighting> sightings = new HashMap<>();

  /**
   * Begins without any file.
   *
   * @param settle how long size, time of change and inode must be the same
   */
  QuietPeriod(Duration settle) {
    this.millis = settle.toMillis();
  }

  /**
   * Whether {@code found} has stood still, as far as has been seen; it is remembered if not.
   *
   * @param nowMillis of a clock that nobody sets
   */
  boolean hasSettled(FoundFile found, long nowMillis) {
    Sighting before = sightings.get(found.path());
    if (before == null || !before.stamp().equals(found.stamp())) {
      sightings.put(found.path(), new Sighting(found.stamp(), nowMillis));
      return millis == 0;
    }
    return nowMillis - before.sinceMillis() >= millis;
  }

  /** A file was taken, or needs no waiting. */
  void forget(String path) {
    sightings.remove(path);
  }

  /** Forgets all files but these. */
  void retain(Set<String> paths) {
    sightings.keySet().retainAll(paths);
  }

  private record Sighting(FileStamp stamp, long sinceMillis) {}
}
