package org.p2pd.origin.publish;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.origin.publish.disk.hash.FileChangedException;
import org.p2pd.origin.publish.disk.hash.FileHasher;
import org.p2pd.origin.publish.disk.hash.HashingThreads;
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
final class HashingQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HashingQueue.class);

  private final PublishSettings settings;
  private final Map<String, FileProgress> underWay = new ConcurrentHashMap<>();
  private final HashingThreads cores =
      new HashingThreads(Runtime.getRuntime().availableProcessors());
  private final HashingMeters meters;

  HashingQueue(PublishSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = new HashingMeters(meters, underWay.values());
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
   * Reads one file, which must not be waiting already.
   *
   * @param outcome is told once, on a reader's thread
   */
  void read(FoundFile found, Outcome outcome) {
    FileProgress progress = new FileProgress(found.path(), found.stamp().size());
    underWay.put(found.path(), progress);
    cores.run(found.stamp().size(), () -> {
      try {
        begin(progress);
        outcome.read(hash(found, progress));
      } catch (FileChangedException e) {
        LOG.info("{}; waiting until it stands still", e.getMessage());
        outcome.changed();
      } catch (NoSuchFileException e) {
        LOG.info("{} went while it was read", found.file());
        outcome.changed();
      } catch (IOException e) {
        outcome.failed(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        outcome.refused(String.valueOf(e.getMessage()));
      } catch (Error e) {
        // Too little memory, say: that may pass, and whoever asked must know that it may ask again.
        LOG.error("A fault while {} was read", found.file(), e);
        outcome.failed(found.file() + " could not be read: " + e);
      } finally {
        end(progress);
      }
    });
  }

  /** What became of a reading. */
  interface Outcome {
    /** The file was read. */
    void read(Manifest manifest);

    /** The file changed or went meanwhile. */
    void changed();

    /** The file cannot be published as it is. */
    void refused(String reason);

    /** The file could not be read, which may pass. */
    void failed(String reason);
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
