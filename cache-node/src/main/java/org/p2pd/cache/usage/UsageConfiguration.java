package org.p2pd.cache.usage;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is counted of requests. */
@Configuration(proxyBeanMethods = false)
class UsageConfiguration {
  @Bean
  Usage usage(MeterRegistry meters) {
    return new Usage(meters, Clock.systemUTC());
  }
}
