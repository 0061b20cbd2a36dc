package org.p2pd.tracker.settings;

import java.time.Duration;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the tracker's state is.
 *
 * @param url {@code redis://}, {@code rediss://} (several, comma-separated = cluster) or {@code
 *     redis-sentinel://host,host/db#master}
 * @param timeout the longest wait for one command, 50 ms to 1 s
 * @param queueMax commands under way at once; more are refused
 */
@ConfigurationProperties("p2pd.redis")
public record RedisSettings(
    @DefaultValue("redis://127.0.0.1:6379") String url,
    @DefaultValue("450ms") Duration timeout,
    @DefaultValue("16384") int queueMax) {
  private static final Duration TIMEOUT_MIN = Duration.ofMillis(50);
  private static final Duration TIMEOUT_MAX = Duration.ofSeconds(1);

  public RedisSettings {
    if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new SettingException("P2PD_REDIS_TIMEOUT", timeout.toMillis() + "ms", "50ms to 1s");
    }
    if (queueMax < 16) {
      throw new SettingException("P2PD_REDIS_QUEUE_MAX", queueMax, "at least 16");
    }
  }
}
