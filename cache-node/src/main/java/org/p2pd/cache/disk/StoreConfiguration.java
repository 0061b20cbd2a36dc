package org.p2pd.cache.disk;

import java.io.IOException;
import java.time.Duration;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The blocks on disk, and the hot ones in memory. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(StoreConfiguration.class);

  /** How long the start waits for the blocks on disk to be found; beyond, the cache serves meanwhile. */
  private static final Duration SCAN_AWAITED = Duration.ofSeconds(1);

  /** Serves while it is being scanned; what is scanned soon is known before the first viewer comes. */
  @Bean
  BlockStore store(CacheSettings settings) throws IOException {
    BlockStore store = BlockStore.openAtOnce(
        new StoreSettings(settings.directory(), settings.size().toBytes()));
    if (store.awaitScan(SCAN_AWAITED)) {
      String shortage = DiskRoom.shortage(
          settings.directory(), settings.size().toBytes(), store.status().bytesUsed());
      if (shortage != null) {
        LOG.warn(shortage);
      }
    }
    return store;
  }

  @Bean
  HotBlocks hotBlocks(CacheSettings settings, BlockStore store) {
    HotBlocks hot = new HotBlocks(settings.memory().toBytes());
    store.beforeDelete(hot::release);
    return hot;
  }

  @Bean
  StoreHealth storeHealthIndicator(BlockStore store) {
    return new StoreHealth(store);
  }

  @Bean
  StoreMeters storeMeters(BlockStore store) {
    return new StoreMeters(store);
  }
}
