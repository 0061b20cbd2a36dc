package org.p2pd.origin.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.p2pd.origin.publish.disk.FileChangedException;
import org.p2pd.origin.publish.disk.FileHasher;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files for their digests, as many at a time as there are processors, each with one buffer.
 *
 * <p>What waits is bounded by the tree: a path waits or is read at most once.
 */
final class Reading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  private static final long PROGRESS_STEP_BYTES = 1L << 30;

  private final PublishSettings settings;
  private final Counter files;
  private final Counter bytes;
  private final Set<String> paths = ConcurrentHashMap.newKeySet();
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService readers = Executors.newFixedThreadPool(
      Runtime.getRuntime().availableProcessors(),
      task -> new Thread(task, "origin-reader-" + threads.incrementAndGet()));

  Reading(PublishSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.files = Counter.builder("p2pd.publish.files.read")
        .description("Files that were read for their digests")
        .register(meters);
    this.bytes = Counter.builder("p2pd.publish.bytes.read")
        .description("Bytes that were read for digests")
        .baseUnit("bytes")
        .register(meters);
  }

  /** How a film of that length is cut; empty where it cannot be published. */
  Optional<BlockLayout> layoutOf(long length) {
    try {
      return Optional.of(settings.layoutOf(length));
    } catch (MalformedValueException e) {
      return Optional.empty();
    }
  }

  /** Files that wait or are being read. */
  int waiting() {
    return paths.size();
  }

  /**
   * Reads one file, unless it is waiting already.
   *
   * @param onRead gets the manifest, on a reader's thread; not called when the file changed meanwhile
   * @param onRefused gets the reason why the file cannot be published as it is
   */
  void read(FoundFile found, Consumer<Manifest> onRead, Consumer<String> onRefused) {
    if (paths.add(found.path())) {
      readers.execute(() -> {
        try {
          onRead.accept(hash(found));
        } catch (FileChangedException e) {
          LOG.info("{}; waiting until it stands still", e.getMessage());
        } catch (IOException | MalformedValueException e) {
          onRefused.accept(String.valueOf(e.getMessage()));
        } finally {
          paths.remove(found.path());
        }
      });
    }
  }

  private Manifest hash(FoundFile found) throws IOException {
    BlockLayout layout = settings.layoutOf(found.stamp().size());
    FileHasher hasher = new FileHasher(found, layout, progressOf(found));
    Manifest manifest = hasher.hash(MediaTypes.of(found.path()));
    files.increment();
    return manifest;
  }

  private LongConsumer progressOf(FoundFile found) {
    long[] done = {0};
    return read -> {
      long before = done[0] / PROGRESS_STEP_BYTES;
      done[0] += read;
      bytes.increment(read);
      if (done[0] / PROGRESS_STEP_BYTES > before) {
        LOG.info(
            "Reading {}: {} % of {} bytes",
            found.path(), 100 * done[0] / found.stamp().size(), found.stamp().size());
      }
    };
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
