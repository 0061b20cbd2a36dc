package org.p2pd.cache.settings;

import org.jspecify.annotations.Nullable;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code p2pd.cache.origin.*}: how this cache spares origins.
 *
 * @param limit bytes a second, on average, that are asked of origins and mirrors together; null = as many as are wanted
 */
@ConfigurationProperties("p2pd.cache.origin")
public record OriginSettings(@Nullable DataSize limit) {
  private static final DataSize LIMIT_MIN = DataSize.ofKilobytes(64);

  public OriginSettings {
    if (limit != null && limit.compareTo(LIMIT_MIN) < 0) {
      throw new SettingException(
          "P2PD_CACHE_ORIGIN_LIMIT",
          limit,
          "at least 64KB a second, such as 50MB; unset = unlimited");
    }
  }

  /** Bytes a second; 0 = as many as are wanted. */
  public long bytesPerSecondMax() {
    return limit == null ? 0 : limit.toBytes();
  }
}
