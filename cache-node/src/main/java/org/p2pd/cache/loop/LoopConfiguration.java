package org.p2pd.cache.loop;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The name that this cache is known by in {@code CDN-Loop}, new with each start. */
@Configuration(proxyBeanMethods = false)
class LoopConfiguration {
  private static final int NODE_NAME_BYTES = 8;

  @Bean
  LoopGuard loopGuard(RandomGenerator random) {
    byte[] name = new byte[NODE_NAME_BYTES];
    random.nextBytes(name);
    return new LoopGuard("p2pd-" + HexFormat.of().formatHex(name));
  }

  @Bean
  LoopFilter loopFilter(LoopGuard loops) {
    return new LoopFilter(loops);
  }
}
