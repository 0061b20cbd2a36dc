package org.p2pd.cache;

import io.netty.channel.epoll.EpollSocketChannel;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.cache.settings.ClusterSettings;
import org.p2pd.cache.settings.OriginSettings;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.edge.AbsoluteTarget;
import org.p2pd.transport.edge.HttpEdge;
import org.p2pd.transport.edge.ReadOnlyMethods;
import org.p2pd.transport.fastpath.Drain;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What all features of a cache share. Each feature's package has a configuration of its own. */
@Configuration(proxyBeanMethods = false)
@Import(HttpEdge.class)
@EnableConfigurationProperties({
  CacheSettings.class,
  ClusterSettings.class,
  OriginSettings.class,
  NodeSettings.class
})
class CacheConfiguration {
  private static final long UNSENT_BYTES_MAX = 1 << 20;

  @Bean
  RandomGenerator random() {
    return new SecureRandom();
  }

  @Bean
  TrafficCounters traffic() {
    return new TrafficCounters();
  }

  @Bean
  Dialer dialer(NodeSettings settings) {
    return new Dialer(new DialPolicy(settings.network().allowed()), settings.zone());
  }

  @Bean
  TrackerClient tracker(Dialer dialer, NodeSettings settings) {
    return new TrackerClient(dialer, settings.tracker().url());
  }

  @Bean
  AbsoluteTarget absoluteTarget() {
    return new AbsoluteTarget();
  }

  @Bean
  ReadOnlyMethods readOnlyMethods(ApplicationContext context) {
    return new ReadOnlyMethods(context);
  }

  @Bean
  Drain drain(TrafficCounters traffic) {
    return new Drain(traffic);
  }

  /** More than elsewhere: what leaves from memory was copied, and wants to be copied in long runs (docs/cache.md). */
  @Bean
  NettyServerCustomizer unsentBytes() {
    return server -> server.doOnChannelInit((observer, channel, remote) -> {
      if (channel instanceof EpollSocketChannel socket) {
        socket.config().setTcpNotSentLowAt(UNSENT_BYTES_MAX);
      }
    });
  }
}
