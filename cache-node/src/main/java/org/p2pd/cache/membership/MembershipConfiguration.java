package org.p2pd.cache.membership;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.cache.settings.ClusterSettings;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.tracker.RegisteredMeter;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The cache as a host of its tracker, and of the site's where there is one. */
@Configuration(proxyBeanMethods = false)
class MembershipConfiguration {
  @Bean
  TrackerRegistrations registrations(
      TrackerClient tracker,
      CacheSettings settings,
      ClusterSettings cluster,
      NodeSettings node,
      BlockStore store,
      TrafficCounters traffic,
      RandomGenerator random) {
    return new TrackerRegistrations(
        tracker,
        siteTracker(cluster, node),
        cluster.token(),
        settings,
        node.zone(),
        store,
        traffic,
        random);
  }

  /** Has a dialer of its own: where it is reached says nothing about hosts that the other tracker names. */
  private static @Nullable TrackerClient siteTracker(ClusterSettings cluster, NodeSettings node) {
    return cluster.trackers().isEmpty()
        ? null
        : new TrackerClient(
            new Dialer(new DialPolicy(node.network().allowed())), cluster.trackers());
  }

  @Bean
  TrackerHealth trackerHealthIndicator(TrackerRegistrations registrations) {
    return new TrackerHealth(registrations);
  }

  @Bean
  RegisteredMeter registeredMeter(TrackerRegistrations registrations) {
    return new RegisteredMeter(registrations.session());
  }

  @Bean
  Registrar registrar(TrackerRegistrations registrations) {
    return new Registrar(registrations);
  }

  /** Registers once the port is known; the management port is another server's. */
  static final class Registrar {
    private final TrackerRegistrations registrations;

    Registrar(TrackerRegistrations registrations) {
      this.registrations = registrations;
    }

    @EventListener
    void serverStarted(ReactiveWebServerInitializedEvent event) {
      if (event.getApplicationContext().getServerNamespace() == null) {
        registrations.listening(event.getWebServer().getPort());
      }
    }
  }
}
