package org.p2pd.store.eviction;

/** An entry of a simulated cache. */
final class Item extends Evictable {
  final int id;
  private final long bytes;
  boolean leased;
  boolean rare;

  Item(int id, long bytes) {
    this.id = id;
    this.bytes = bytes;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public long fingerprint() {
    return id * 0x9E3779B97F4A7C15L;
  }

  @Override
  public boolean isEvictable() {
    return !leased;
  }

  @Override
  public boolean isRare() {
    return rare;
  }
}
