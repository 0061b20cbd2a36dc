package org.p2pd.origin.redirect;

import org.p2pd.origin.register.Holders;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.settings.NodeSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RedirectConfiguration {
  @Bean
  Redirects redirects(PublishSettings settings, NodeSettings node, Holders holders, Dialer dialer) {
    HealthyCaches caches = settings.redirect() ? new HealthyCaches(holders, dialer.hosts()) : null;
    return new Redirects(caches, new Nearness(node.zone()));
  }
}
