package org.p2pd.tracker.settings;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Where the tracker listens: as told by {@code server.address}; else everywhere with the operator's secrets set and on
 * loopback without them. Without secrets it never listens off loopback.
 */
@Component
final class ListenAddress
    implements WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory>, Ordered {
  private final TrackerSettings settings;
  private final @Nullable InetAddress told;

  ListenAddress(TrackerSettings settings, ServerProperties server) {
    this.settings = settings;
    this.told = server.getAddress();
    if (told != null && !told.isLoopbackAddress() && !settings.guarded()) {
      throw new UnguardedTrackerException(told, settings);
    }
  }

  @Override
  public void customize(ConfigurableReactiveWebServerFactory factory) {
    if (told == null && !settings.guarded()) {
      factory.setAddress(InetAddress.getLoopbackAddress());
    }
  }

  /** After Boot's own customizer, which sets what {@code server.address} says. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
