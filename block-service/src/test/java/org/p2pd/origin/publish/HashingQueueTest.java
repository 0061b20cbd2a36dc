package org.p2pd.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.bytes.TestBytes;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class HashingQueueTest {
  private static final byte[] BYTES = TestBytes.random(100_000, 1);

  @TempDir
  Path directory;

  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
  private FoundFile film;

  @BeforeEach
  void write() throws IOException {
    Path file = Files.write(directory.resolve("film.mp4"), BYTES);
    FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    film = new FoundFile("/film.mp4", file, stamp);
  }

  private static HashingQueue queue(MeterRegistry meters) {
    Binder noSettings = new Binder(new MapConfigurationPropertySource(Map.of()));
    return new HashingQueue(noSettings.bindOrCreate("p2pd.publish", PublishSettings.class), meters);
  }

  @Test
  void read_aFile_tellsItsManifest() throws InterruptedException {
    try (HashingQueue queue = queue(new SimpleMeterRegistry())) {
      queue.read(film, new Told());

      assertThat(told.poll(1, TimeUnit.MINUTES))
          .isInstanceOfSatisfying(
              Manifest.class,
              manifest -> assertThat(manifest.digest()).isEqualTo(Digest.of(BYTES)));
    }
  }

  @Test
  void read_tooLittleMemory_tellsThatItFailedAndThatThePathIsFree() throws InterruptedException {
    try (HashingQueue queue = queue(new TooLittleMemory())) {
      queue.read(film, new Told());

      assertThat(told.poll(1, TimeUnit.MINUTES))
          .asString()
          .startsWith("failed: ")
          .contains("too little");
      await().until(queue::underWay, Collection::isEmpty);
      assertThat(told).isEmpty();
    }
  }

  private final class Told implements HashingQueue.Outcome {
    @Override
    public void read(Manifest manifest) {
      told.add(manifest);
    }

    @Override
    public void changed() {
      told.add("changed");
    }

    @Override
    public void refused(String reason) {
      told.add("refused: " + reason);
    }

    @Override
    public void failed(String reason) {
      told.add("failed: " + reason);
    }
  }

  /** Runs out of memory where bytes that were read are counted. */
  private static final class TooLittleMemory extends SimpleMeterRegistry {
    @Override
    protected Counter newCounter(Meter.Id id) {
      return new CumulativeCounter(id) {
        @Override
        public void increment(double amount) {
          throw new OutOfMemoryError("too little");
        }
      };
    }
  }
}
