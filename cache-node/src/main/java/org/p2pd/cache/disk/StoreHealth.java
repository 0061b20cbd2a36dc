package org.p2pd.cache.disk;

import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether blocks can be kept. Where they can't, the cache passes them through. */
final class StoreHealth implements HealthIndicator {
  private final BlockStore store;

  StoreHealth(BlockStore store) {
    this.store = store;
  }

  @Override
  public Health health() {
    StoreStatus status = store.status();
    String trouble = status.trouble();
    return (trouble == null ? Health.up() : Health.down().withDetail("explanation", trouble))
        .withDetail("bytesUsed", status.bytesUsed())
        .withDetail("bytesMax", status.bytesMax())
        .withDetail("blocks", status.blocks())
        .withDetail("contents", status.contents())
        .withDetail("scanning", status.scanning())
        .build();
  }
}
