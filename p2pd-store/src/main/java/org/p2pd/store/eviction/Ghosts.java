package org.p2pd.store.eviction;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was evicted lately: fingerprints and sizes, oldest first, up to a number of bytes that they once took. */
final class Ghosts {
  private final long bytesMax;
  private final Map<Long, Long> bytesByFingerprint = new LinkedHashMap<>();
  private long bytes;

  Ghosts(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  void add(Evictable entry) {
    remove(entry);
    bytesByFingerprint.put(entry.fingerprint(), entry.bytes());
    bytes += entry.bytes();
    Iterator<Long> oldest = bytesByFingerprint.values().iterator();
    while (bytes > bytesMax && oldest.hasNext()) {
      bytes -= oldest.next();
      oldest.remove();
    }
  }

  boolean remove(Evictable entry) {
    Long removed = bytesByFingerprint.remove(entry.fingerprint());
    bytes -= removed == null ? 0 : removed;
    return removed != null;
  }
}
