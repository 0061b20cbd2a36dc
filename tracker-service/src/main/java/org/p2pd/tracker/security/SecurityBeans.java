package org.p2pd.tracker.security;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.settings.TrackerSettings;
import org.p2pd.transport.edge.OperatorsOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the secrets that the operator did not set: good for this machine and this process only. */
@Configuration(proxyBeanMethods = false)
class SecurityBeans {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityBeans.class);
  private static final String PUBLISH_TOKEN = "P2PD_TRACKER_PUBLISH_TOKEN";
  private static final int SECRET_BYTES = 32;

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  ClientAddress clientAddress(TrackerSettings settings) {
    return new ClientAddress(settings.proxyNetworks());
  }

  @Bean
  HostTokens hostTokens(TrackerSettings settings) {
    return new HostTokens(
        settings.secrets().isEmpty()
            ? List.of(orRandom(null, "P2PD_TRACKER_SECRET", false))
            : settings.secrets());
  }

  @Bean
  PublishToken publishToken(TrackerSettings settings) {
    return new PublishToken(orRandom(settings.publishToken(), PUBLISH_TOKEN, true));
  }

  @Bean
  Gatekeeper gatekeeper(HostTokens tokens, PublishToken publishToken, Clock clock) {
    return new Gatekeeper(tokens, publishToken.value(), clock);
  }

  @Bean
  OperatorsOnly operatorsOnly(ApplicationContext context, PublishToken publishToken) {
    return new OperatorsOnly(context, PUBLISH_TOKEN, publishToken.value());
  }

  private static String orRandom(@Nullable String set, String name, boolean shown) {
    if (set != null) {
      return set;
    }
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    String made = HexFormat.of().formatHex(bytes);
    LOG.warn(
        "{} is not set: made one for this process, loopback only{}",
        name,
        shown ? ": " + made : "");
    return made;
  }
}
