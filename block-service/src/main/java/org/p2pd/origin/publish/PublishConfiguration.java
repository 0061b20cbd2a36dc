package org.p2pd.origin.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.publish.disk.PublishedTree;
import org.p2pd.origin.publish.disk.SigningKeyFile;
import org.p2pd.origin.publish.disk.StateFile;
import org.p2pd.origin.publish.disk.TreeWatch;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.origin.settings.PublishSettings;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PublishConfiguration {
  @Bean
  Catalogue catalogue(MeterRegistry meters) {
    Catalogue catalogue = new Catalogue();
    Gauge.builder("p2pd.publish.files", catalogue, each -> each.files().size())
        .description("Files that are published now")
        .register(meters);
    return catalogue;
  }

  @Bean
  PublisherKeys publisherKeys(PublishSettings settings) {
    return new PublisherKeys(
        settings.signingKeyFiles().stream().map(SigningKeyFile::read).toList());
  }

  @Bean
  Publisher publisher(
      PublishSettings settings,
      Authorities authorities,
      Catalogue catalogue,
      PublisherKeys keys,
      MeterRegistry meters) {
    TreeWatch watch = TreeWatch.open();
    PublishedTree tree = PublishedTree.open(settings.root(), watch);
    StateFile state = StateFile.open(settings.stateRoot(), tree.root());
    PublicationMaker maker = new PublicationMaker(settings, authorities, keys.signing());
    HashingQueue reading = new HashingQueue(settings, meters);
    return new Publisher(
        tree,
        watch,
        state,
        catalogue,
        maker,
        reading,
        settings,
        Clock.systemUTC(),
        elapsedMillis());
  }

  private static LongSupplier elapsedMillis() {
    long beganNanos = System.nanoTime();
    return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> publisherStart(Publisher publisher) {
    return ready -> publisher.start();
  }

  @Bean
  PublishingHealth publishingHealthIndicator(Publisher publisher) {
    return new PublishingHealth(publisher);
  }
}
