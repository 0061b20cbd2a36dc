package org.p2pd.origin.publish;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.origin.publish.disk.hash.Cores;
import org.p2pd.origin.publish.disk.hash.FileChangedException;
import org.p2pd.origin.publish.disk.hash.FileHasher;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files for their digests, on all processors.
 *
 * <p>What waits is bounded by the tree: a path waits or is read at most once.
 */
final class Reading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  private final PublishSettings settings;
  private final Map<String, FileProgress> underWay = new ConcurrentHashMap<>();
  private final Cores cores = new Cores(Runtime.getRuntime().availableProcessors());
  private final ReadingMeters meters;

  Reading(PublishSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = new ReadingMeters(meters, underWay.values());
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
  Collection<FileProgress> underWay() {
    return Collections.unmodifiableCollection(underWay.values());
  }

  /**
   * Reads one file, unless it is waiting already.
   *
   * @param onRead gets the manifest, on a reader's thread; not called when the file changed meanwhile
   * @param onRefused gets the reason why the file cannot be published as it is
   */
  void read(FoundFile found, Consumer<Manifest> onRead, Consumer<String> onRefused) {
    FileProgress progress = new FileProgress(found.path(), found.stamp().size());
    if (underWay.putIfAbsent(found.path(), progress) == null) {
      cores.run(found.stamp().size(), () -> {
        begin(progress);
        try {
          onRead.accept(hash(found, progress));
        } catch (FileChangedException e) {
          LOG.info("{}; waiting until it stands still", e.getMessage());
        } catch (IOException | MalformedValueException e) {
          onRefused.accept(String.valueOf(e.getMessage()));
        } finally {
          end(progress);
        }
      });
    }
  }

  private Manifest hash(FoundFile found, FileProgress progress) throws IOException {
    BlockLayout layout = settings.layoutOf(found.stamp().size());
    FileHasher hasher = new FileHasher(found, layout, cores, bytes -> {
      progress.add(bytes);
      meters.bytesRead(bytes);
    });
    Manifest manifest = hasher.hash(MediaTypes.of(found.path()));
    meters.fileRead();
    return manifest;
  }

  private void begin(FileProgress progress) {
    meters.started();
    if (progress.isLarge()) {
      showLarge();
    }
  }

  private void end(FileProgress progress) {
    underWay.remove(progress.path());
    meters.ended();
    if (progress.isLarge()) {
      showLarge();
    }
  }

  private void showLarge() {
    meters.show(underWay.values().stream().filter(FileProgress::isLarge).toList());
  }

  @Override
  public void close() {
    cores.close();
  }
}
