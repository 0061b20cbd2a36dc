package org.p2pd.store.eviction;

import java.util.HashMap;
import java.util.Map;

/** A cache without bytes: counts what a policy hits. */
final class SimulatedCache {
  private final long bytesMax;
  private final EvictionPolicy policy;
  private final Map<Integer, Item> items = new HashMap<>();
  private long bytes;
  int hits;

  SimulatedCache(long bytesMax, EvictionPolicy policy) {
    this.bytesMax = bytesMax;
    this.policy = policy;
  }

  boolean contains(int id) {
    return items.containsKey(id);
  }

  void request(int id, long size) {
    Item item = items.get(id);
    if (item != null) {
      hits++;
      policy.requested(item);
      return;
    }
    while (bytes + size > bytesMax) {
      Item victim = (Item) policy.evict();
      if (victim == null) {
        return;
      }
      bytes -= victim.bytes();
      items.remove(victim.id);
    }
    Item added = new Item(id, size);
    bytes += size;
    items.put(id, added);
    policy.admitted(added);
  }
}
