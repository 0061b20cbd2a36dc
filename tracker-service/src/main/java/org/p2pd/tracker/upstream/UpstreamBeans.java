package org.p2pd.tracker.upstream;

import java.time.Clock;
import java.util.List;
import org.p2pd.tracker.settings.TrackerSettings;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The trackers upstream that the settings name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeSettings.class)
class UpstreamBeans {
  @Bean
  Upstream upstream(TrackerSettings tracker, NodeSettings node, Clock clock) {
    UpstreamSettings said = UpstreamSettings.parse(tracker.upstreams());
    List<Cidr> allowed = node.network().allowed();
    if (said.auto()) {
      return new Upstream(true, new DiscoveredTrackers(allowed, clock));
    }
    return said.urls().isEmpty()
        ? new Upstream(false, Directory.none())
        : new Upstream(true, Directory.fixed(fixed(said, allowed, clock)));
  }

  private static Trackers fixed(UpstreamSettings said, List<Cidr> allowed, Clock clock) {
    Dialer dialer = new Dialer(new DialPolicy(allowed));
    return new Trackers(new TrackerClient(dialer, said.urls()), List.of(), clock);
  }
}
