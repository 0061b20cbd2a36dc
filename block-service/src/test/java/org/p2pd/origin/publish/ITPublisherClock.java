package org.p2pd.origin.publish;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.publish.disk.PublishedTree;
import org.p2pd.origin.publish.disk.StateFile;
import org.p2pd.origin.publish.disk.TreeWatch;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.origin.settings.PublishSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The machine's clock is set back while an origin runs. */
class ITPublisherClock {
  @TempDir
  Path tree;

  @TempDir
  Path state;

  private final SetClock clock = new SetClock();
  private final Catalogue catalogue = new Catalogue();

  @Test
  void clockSetBack_filesStillSettle_andScansStillCome() {
    new ApplicationContextRunner()
        .withUserConfiguration(Settings.class)
        .withBean(Authorities.class)
        .withPropertyValues(
            "p2pd.publish.directory=" + tree,
            "p2pd.publish.state-directory=" + state,
            "p2pd.publish.authority=films.example",
            "p2pd.publish.rescan=1h",
            "p2pd.publish.settle=1s")
        .run(context -> {
          PublishSettings settings = context.getBean(PublishSettings.class);
          try (Publisher publisher = publisher(settings, context.getBean(Authorities.class))) {
            play(publisher);
          }
        });
  }

  /** What is behind a link to a hidden folder is found by scans only. */
  private void play(Publisher publisher) throws IOException {
    Path hidden = Files.createDirectories(tree.resolve(".hidden"));
    Files.createSymbolicLink(tree.resolve("linked"), hidden);
    Files.writeString(tree.resolve("first.txt"), "first");
    publisher.start();
    await().until(() -> publisher.progress().looked());

    clock.setBack(Duration.ofHours(1));

    await().until(() -> catalogue.byPath("/first.txt").isPresent());
    Files.writeString(hidden.resolve("second.txt"), "second");
    publisher.rescan();
    await().until(() -> catalogue.byPath("/linked/second.txt").isPresent());
  }

  private Publisher publisher(PublishSettings settings, Authorities authorities) {
    TreeWatch watch = TreeWatch.open();
    PublishedTree published = PublishedTree.open(settings.root(), watch);
    long beganNanos = System.nanoTime();
    return new Publisher(
        published,
        watch,
        StateFile.open(settings.stateRoot(), published.root()),
        catalogue,
        new PublicationMaker(settings, authorities, null),
        new HashingQueue(settings, new SimpleMeterRegistry()),
        settings,
        clock,
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos));
  }

  @EnableConfigurationProperties(PublishSettings.class)
  static class Settings {}

  /** Goes as the system's, and is set. */
  private static final class SetClock extends Clock {
    private volatile Duration offset = Duration.ZERO;

    void setBack(Duration by) {
      offset = by.negated();
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
