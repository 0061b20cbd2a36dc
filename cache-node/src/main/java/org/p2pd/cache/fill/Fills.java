package org.p2pd.cache.fill;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;

/** The blocks that requests under way are waiting for; only for telling who shares a fetch with others. */
final class Fills {
  private final Map<ContentId, Collection<BlockSet>> underWay = new ConcurrentHashMap<>();

  /** Whether some of {@code missing} is being fetched for somebody else. */
  boolean isUnderWay(ContentId id, BlockSet missing) {
    return underWay.getOrDefault(id, List.of()).stream()
        .anyMatch(other -> !other.intersect(missing).isEmpty());
  }

  /** Notes a request that waits for {@code missing}; run the result when it ends. */
  Runnable enter(ContentId id, BlockSet missing) {
    if (missing.isEmpty()) {
      return () -> {};
    }
    underWay.computeIfAbsent(id, unused -> new ConcurrentLinkedQueue<>()).add(missing);
    return () -> underWay.computeIfPresent(id, (content, all) -> {
      all.remove(missing);
      return all.isEmpty() ? null : all;
    });
  }
}
