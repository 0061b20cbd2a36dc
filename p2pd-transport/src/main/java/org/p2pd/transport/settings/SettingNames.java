package org.p2pd.transport.settings;

import java.util.Locale;

/** How a property is called where it is set. */
final class SettingNames {
  private SettingNames() {}

  /** In the environment: {@code p2pd.cache.size} is {@code P2PD_CACHE_SIZE} there. */
  static String environment(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
