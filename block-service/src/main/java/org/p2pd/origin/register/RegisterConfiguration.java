package org.p2pd.origin.register;

import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.publish.Publisher;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.tracker.NodeProfile;
import org.p2pd.transport.tracker.RegisteredMeter;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RegisterConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(RegisterConfiguration.class);

  @Bean
  TrafficCounters trafficCounters() {
    return new TrafficCounters();
  }

  @Bean
  Dialer dialer(NodeSettings node) {
    return new Dialer(new DialPolicy(node.network().allowed()));
  }

  @Bean
  TrackerClient trackerClient(NodeSettings node, Dialer dialer) {
    return new TrackerClient(dialer, node.tracker().url());
  }

  @Bean
  TrackerSession trackerSession(
      TrackerClient client,
      Catalogue catalogue,
      TrafficCounters traffic,
      PublishSettings publish,
      NodeSettings node,
      Authorities authorities) {
    return new TrackerSession(
        client,
        () -> profile(publish, node, authorities),
        new CatalogueHoldings(catalogue),
        traffic,
        new SecureRandom());
  }

  private static NodeProfile profile(
      PublishSettings publish, NodeSettings node, Authorities authorities) {
    return new NodeProfile(
        HostRole.ORIGIN,
        authorities.port(),
        node.zone(),
        publish.url(),
        null,
        List.of(),
        publish.internal(),
        publish.token());
  }

  @Bean
  Holders holders(TrackerSession session) {
    return new Holders(session);
  }

  @Bean
  TrackerPublishing publishing(
      Catalogue catalogue,
      Publisher publisher,
      TrackerClient client,
      TrackerSession session,
      PublishSettings publish) {
    String token = publish.token();
    PublicationFeed feed = token == null
        ? null
        : new PublicationFeed(catalogue, client, session, token, publisher::recall);
    return new TrackerPublishing(session, feed);
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> membershipStart(
      TrackerPublishing publishing, NodeSettings node, Authorities authorities) {
    return ready -> {
      publishing.start();
      warnOfLocalName(authorities.all().get(0), node.tracker().url());
    };
  }

  /** Who else uses that tracker has a localhost of its own. */
  private static void warnOfLocalName(String authority, List<URI> trackers) {
    boolean trackerIsElsewhere =
        trackers.stream().anyMatch(each -> Reach.ofHost(each.getHost()) != Reach.LOOPBACK);
    if (trackerIsElsewhere
        && Reach.ofHost(authority.replaceFirst(":[0-9]+$", "")) == Reach.LOOPBACK) {
      LOG.warn(
          "films are published as http://{}/…, a name that works on this machine only, but the tracker is elsewhere:"
              + " set P2PD_PUBLISH_AUTHORITY to a name by which viewers reach this origin",
          authority);
    }
  }

  /** Only of an origin that means to be registered. */
  @Bean
  MeterBinder registered(TrackerPublishing publishing, TrackerSession session) {
    return registry -> {
      if (publishing.isWanted()) {
        new RegisteredMeter(session).bindTo(registry);
      }
    };
  }

  @Bean
  TrackerHealth trackerHealthIndicator(TrackerPublishing publishing) {
    return new TrackerHealth(publishing);
  }
}
