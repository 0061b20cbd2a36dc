package org.p2pd.origin.publish;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.origin.publish.disk.KnownFile;
import org.p2pd.origin.publish.disk.PublishedTree;
import org.p2pd.origin.publish.disk.Scan;
import org.p2pd.origin.publish.disk.StateFile;
import org.p2pd.protocol.content.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalogue equal to the tree: looks through it again and again, publishes what stands still, withdraws what
 * changed or went.
 *
 * <p>One owner: everything but the reading of files happens on the publisher's own thread. A scan takes at most a tenth
 * of that thread's time, however large the tree.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private static final int IDLE_PER_SCAN = 9;

  private final PublishedTree tree;
  private final StateFile state;
  private final Catalogue catalogue;
  private final PublicationMaker maker;
  private final Reading reading;
  private final Duration rescan;
  private final Clock clock;
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "origin-publisher"));

  private Map<String, FileStamp> seenBefore = new HashMap<>();
  private final Map<String, FileStamp> refused = new HashMap<>();
  private boolean firstScan = true;
  private volatile Progress progress = new Progress(0, 0, false, false);

  Publisher(
      PublishedTree tree,
      StateFile state,
      Catalogue catalogue,
      PublicationMaker maker,
      Reading reading,
      Duration rescan,
      Clock clock) {
    this.tree = tree;
    this.state = state;
    this.catalogue = catalogue;
    this.maker = maker;
    this.reading = reading;
    this.rescan = rescan;
    this.clock = clock;
  }

  /** Begins to look; the names must be known by now. */
  public void start() {
    owner.execute(this::look);
  }

  /** How far publishing has come, for health and for people. */
  public Progress progress() {
    return progress;
  }

  /** Stops looking and reading. */
  @Override
  public void close() throws IOException {
    owner.shutdownNow();
    reading.close();
    state.close();
  }

  private void look() {
    long start = clock.millis();
    try {
      compare(tree.scan());
    } catch (RuntimeException e) {
      LOG.error("Looking through {} failed; trying again", tree.root(), e);
    }
    long pause = Math.max(rescan.toMillis(), IDLE_PER_SCAN * (clock.millis() - start));
    var unused = owner.schedule(this::look, pause, TimeUnit.MILLISECONDS);
  }

  private void compare(Scan scan) {
    if (!scan.isBlind()) {
      withdrawMissing(scan);
      scan.files().values().forEach(this::consider);
      seenBefore = stamps(scan);
      firstScan = false;
    }
    note(scan.isBlind());
  }

  private static Map<String, FileStamp> stamps(Scan scan) {
    Map<String, FileStamp> stamps = new HashMap<>();
    scan.files().forEach((path, found) -> stamps.put(path, found.stamp()));
    return stamps;
  }

  /** Files that went while nobody looked were published in an earlier life: they are withdrawn too. */
  private void withdrawMissing(Scan scan) {
    Set<String> paths = new HashSet<>();
    catalogue.files().forEach(file -> paths.add(file.path()));
    if (firstScan) {
      paths.addAll(state.all().keySet());
    }
    paths.stream().filter(scan::lacks).forEach(this::withdraw);
    refused.keySet().removeIf(scan::lacks);
  }

  private void withdraw(String path) {
    LOG.info("Withdrawn: {}", path);
    Optional<KnownFile> known = state.known(path);
    if (catalogue.byPath(path).isPresent()) {
      catalogue.withdraw(path);
    } else {
      known.map(this::formerly).ifPresent(catalogue::announceWithdrawn);
    }
    state.forget(path);
  }

  private PublishedFile formerly(KnownFile known) {
    FoundFile found = new FoundFile(known.path(), tree.root(), known.stamp());
    return maker.make(found, known.manifest(), known.version());
  }

  private void consider(FoundFile found) {
    Optional<PublishedFile> published = catalogue.byPath(found.path());
    if (published.isPresent() && isStill(published.get(), found)) {
      renewIfDue(published.get(), found);
      return;
    }
    published.ifPresent(this::changed);
    Optional<KnownFile> known = state.known(found.path()).filter(each -> isStill(each, found));
    if (known.isPresent()) {
      publish(found, known.get().manifest(), known.get().version());
    } else if (stoodStill(found) && !found.stamp().equals(refused.get(found.path()))) {
      read(found);
    }
  }

  private static boolean isStill(PublishedFile published, FoundFile found) {
    return published.stamp().equals(found.stamp()) && published.file().equals(found.file());
  }

  private boolean isStill(KnownFile known, FoundFile found) {
    return known.stamp().equals(found.stamp()) && isOfSetBlockSize(known.manifest());
  }

  /** A film read under another block size setting is another content now. */
  private boolean isOfSetBlockSize(Manifest manifest) {
    return reading
        .layoutOf(manifest.layout().length())
        .map(manifest.layout()::equals)
        .orElse(false);
  }

  private boolean stoodStill(FoundFile found) {
    return found.stamp().equals(seenBefore.get(found.path()));
  }

  private void changed(PublishedFile published) {
    LOG.info("Changed: {}", published.file());
    catalogue.withdraw(published.path());
  }

  private void renewIfDue(PublishedFile published, FoundFile found) {
    long version = published.publication().version();
    if (PublicationMaker.isDue(version, clock.millis())) {
      publish(found, published.manifest(), nextVersion(version));
    }
  }

  private void read(FoundFile found) {
    reading.read(
        found,
        manifest -> onOwner(() -> wasRead(found, manifest)),
        refusal -> onOwner(() -> wasRefused(found, refusal)));
  }

  private void onOwner(Runnable task) {
    if (!owner.isShutdown()) {
      owner.execute(task);
    }
  }

  private void wasRead(FoundFile found, Manifest manifest) {
    long before = state.known(found.path()).map(KnownFile::version).orElse(0L);
    publish(found, manifest, nextVersion(before));
    note(progress.blind());
    LOG.info(
        "Published: {} ({} bytes, {} blocks, content {})",
        catalogue
            .byPath(found.path())
            .map(file -> file.publication().url().url())
            .orElse(""),
        manifest.layout().length(),
        manifest.blockCount(),
        manifest.contentId());
  }

  private void wasRefused(FoundFile found, String refusal) {
    LOG.warn("Not published: {}: {}", found.file(), refusal);
    refused.put(found.path(), found.stamp());
  }

  private void publish(FoundFile found, Manifest manifest, long version) {
    long valid = PublicationMaker.isDue(version, clock.millis()) ? nextVersion(version) : version;
    catalogue.publish(maker.make(found, manifest, valid));
    KnownFile known = new KnownFile(found.path(), found.stamp(), manifest, valid);
    if (!state.known(found.path()).equals(Optional.of(known))) {
      state.remember(known);
    }
  }

  private long nextVersion(long previous) {
    return Math.max(clock.millis(), previous + 1);
  }

  private void note(boolean blind) {
    progress = new Progress(catalogue.files().size(), reading.underWay().size(), !firstScan, blind);
  }

  /**
   * How far publishing has come.
   *
   * @param published files
   * @param waiting files that wait to be read or are being read
   * @param looked whether the whole tree was looked through at least once
   * @param blind whether the tree could not be listed the last time; what is published stays so
   */
  public record Progress(int published, int waiting, boolean looked, boolean blind) {}
}
