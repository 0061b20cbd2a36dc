package org.p2pd.cache.disk;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.p2pd.store.BlockStore;

/** The store's numbers as metrics. */
final class StoreMeters implements MeterBinder {
  private final BlockStore store;

  StoreMeters(BlockStore store) {
    this.store = store;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("p2pd.cache.store.used", store, each -> each.status().bytesUsed())
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("p2pd.cache.store.limit", store, each -> each.status().bytesMax())
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("p2pd.cache.store.blocks", store, each -> each.status().blocks())
        .register(registry);
    FunctionCounter.builder("p2pd.cache.evictions", store, each -> each.status().evictions())
        .register(registry);
    FunctionCounter.builder("p2pd.cache.damaged", store, each -> each.status().damaged())
        .register(registry);
  }
}
