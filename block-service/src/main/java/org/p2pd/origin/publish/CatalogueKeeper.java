package org.p2pd.origin.publish;

import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.origin.publish.disk.KnownFile;
import org.p2pd.origin.publish.disk.PlaylistFile;
import org.p2pd.origin.publish.disk.PublishedTree;
import org.p2pd.origin.publish.disk.StateFile;
import org.p2pd.origin.publish.disk.TreeSnapshot;
import org.p2pd.origin.publish.disk.hash.FileHasher;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does with each file what its state asks for: publishes it, has it read, waits until it stands still, withdraws it.
 * Used by the publisher's thread only; never looks at the tree of its own accord.
 */
final class CatalogueKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogueKeeper.class);

  private static final int LATELY_GONE_MAX = 1_000;
  private static final int NAMED_MAX = 6;
  private static final long HELD_BYTES_MAX = 32 << 20;

  private final PublishedTree tree;
  private final StateFile state;
  private final Catalogue catalogue;
  private final PublicationMaker maker;
  private final HashingQueue reading;
  private final QuietPeriod quietPeriod;
  private final Clock clock;
  private final LongSupplier elapsedMillis;
  private final Executor owner;
  private final Refusals refusals = new Refusals();
  private final Map<FileStamp, KnownFile> latelyGone = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<FileStamp, KnownFile> eldest) {
      return size() > LATELY_GONE_MAX;
    }
  };
  /** Paths that are read, or whose reading ended and is not yet acted upon. */
  private final Set<String> beingRead = new HashSet<>();

  private volatile boolean comparedOnce;

  CatalogueKeeper(
      PublishedTree tree,
      StateFile state,
      Catalogue catalogue,
      PublicationMaker maker,
      HashingQueue reading,
      QuietPeriod quietPeriod,
      Clock clock,
      LongSupplier elapsedMillis,
      Executor owner) {
    this.tree = tree;
    this.state = state;
    this.catalogue = catalogue;
    this.maker = maker;
    this.reading = reading;
    this.quietPeriod = quietPeriod;
    this.clock = clock;
    this.elapsedMillis = elapsedMillis;
    this.owner = owner;
  }

  /**
   * Makes the catalogue equal to the tree. What is gone is withdrawn last, so that a renamed file is never missing.
   *
   * @return the files to be looked at again when they have had time to settle
   */
  List<FoundFile> compare(TreeSnapshot scan) {
    List<FoundFile> unsettled =
        scan.files().values().stream().filter(this::consider).toList();
    withdrawMissing(scan);
    quietPeriod.retain(scan.files().keySet());
    if (!scan.files().isEmpty()) {
      state.rememberRoot(tree.rootInode());
    }
    comparedOnce = true;
    return unsettled;
  }

  /** Whether the root is empty and is not the directory that the remembered files were in. */
  boolean isElsewhere(TreeSnapshot scan) {
    return scan.files().isEmpty()
        && !state.rootInode().isEmpty()
        && !state.rootInode().equals(tree.rootInode());
  }

  /** Whether the whole tree was compared at least once. */
  boolean hasCompared() {
    return comparedOnce;
  }

  /**
   * Deals with one file; true = it is to be looked at again when it has had time to settle. One that the publisher cannot cope
   * with must not keep the others from publication.
   */
  boolean consider(FoundFile found) {
    try {
      return dealWith(found);
    } catch (RuntimeException e) {
      wasRefused(found, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private boolean dealWith(FoundFile found) {
    Optional<PublishedFile> published = catalogue.byPath(found.path());
    if (published.isPresent() && isStill(published.get(), found)) {
      renewIfDue(published.get(), found);
      return false;
    }
    if (refusals.holdBack(found, elapsedMillis.getAsLong()) || isKeptBack(found)) {
      return false;
    }
    if (PlaylistFile.is(found) && catalogue.heldBytes() < HELD_BYTES_MAX) {
      return playlist(found);
    }
    if (remembered(found)) {
      return false;
    }
    published.ifPresent(this::changed);
    return readOnceSettled(found);
  }

  private boolean readOnceSettled(FoundFile found) {
    if (!quietPeriod.hasSettled(found, elapsedMillis.getAsLong())) {
      return true;
    }
    read(found);
    return false;
  }

  /** Publishes what need not be read; what it replaces is served until that moment. */
  private boolean remembered(FoundFile found) {
    Optional<KnownFile> known = state.known(found.path()).filter(each -> isStill(each, found));
    if (known.isPresent()) {
      publish(found, known.get().manifest(), known.get().version(), null);
      return true;
    }
    Optional<Manifest> renamed = renamed(found);
    renamed.ifPresent(manifest -> {
      LOG.info("Renamed or linked, not read again: {}", found.file());
      publish(found, manifest, nextVersion(lastVersion(found.path())), null);
    });
    return renamed.isPresent();
  }

  /** The manifest of the very same file under another name. */
  private Optional<Manifest> renamed(FoundFile found) {
    return state
        .sameFile(found.stamp())
        .or(() -> goneLately(found.stamp()))
        .filter(this::isOfSetBlockSize);
  }

  private Optional<Manifest> goneLately(FileStamp stamp) {
    return Optional.ofNullable(latelyGone.get(stamp))
        .filter(gone -> gone.stamp().isSameFileAs(stamp))
        .map(KnownFile::manifest);
  }

  /** Half-written ones are left until they stand still; what was published before stays meanwhile. */
  private boolean playlist(FoundFile found) {
    boolean settled = quietPeriod.hasSettled(found, elapsedMillis.getAsLong());
    Optional<byte[]> bytes =
        PlaylistFile.read(found).filter(each -> settled || PlaylistFile.isWhole(found, each));
    bytes.ifPresent(each -> take(found, each));
    return bytes.isEmpty();
  }

  private void take(FoundFile found, byte[] bytes) {
    Manifest manifest = FileHasher.hash(
        bytes, reading.layoutOf(bytes.length).orElseThrow(), MediaTypes.of(found.path()));
    PlaylistFile.named(found, bytes, NAMED_MAX).forEach(name -> takeAtOnce(found, name));
    publish(found, manifest, versionOf(found, manifest), bytes);
  }

  /** A segment that a playlist names is complete: a player will ask for it in a moment. */
  private void takeAtOnce(FoundFile playlist, String name) {
    tree.sibling(playlist, name)
        .filter(segment -> catalogue.byPath(segment.path()).isEmpty() && !isKeptBack(segment))
        .ifPresent(this::read);
  }

  private void read(FoundFile found) {
    if (beingRead.add(found.path())) {
      reading.read(found, new HashingQueue.Outcome() {
        @Override
        public void read(Manifest manifest) {
          end(() -> wasRead(found, manifest));
        }

        @Override
        public void changed() {
          end(() -> {});
        }

        @Override
        public void refused(String reason) {
          end(() -> wasRefused(found, reason));
        }

        @Override
        public void failed(String reason) {
          end(() -> couldNotBeRead(found, reason));
        }

        private void end(Runnable then) {
          owner.execute(() -> {
            beingRead.remove(found.path());
            then.run();
          });
        }
      });
    }
  }

  private void wasRead(FoundFile found, Manifest manifest) {
    try {
      publish(found, manifest, versionOf(found, manifest), null);
    } catch (MalformedValueException e) {
      wasRefused(found, String.valueOf(e.getMessage()));
      return;
    }
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
    refusals.refuse(found);
    quietPeriod.forget(found.path());
  }

  private void couldNotBeRead(FoundFile found, String reason) {
    if (refusals.failed(found, elapsedMillis.getAsLong())) {
      LOG.warn("Not published: {}; it is tried again", reason);
    }
    quietPeriod.forget(found.path());
  }

  private void publish(FoundFile found, Manifest manifest, long version, byte @Nullable [] held) {
    long valid = PublicationMaker.isDue(version, clock.millis()) ? nextVersion(version) : version;
    PublishedFile file = maker.make(found, manifest, valid, held);
    KnownFile known = new KnownFile(found.path(), found.stamp(), manifest, valid, false);
    if (!state.known(found.path()).equals(Optional.of(known))) {
      state.remember(known);
    }
    catalogue.publish(file);
    quietPeriod.forget(found.path());
    refusals.forget(found.path());
  }

  private void renewIfDue(PublishedFile published, FoundFile found) {
    long version = published.publication().version();
    if (PublicationMaker.isDue(version, clock.millis())) {
      publish(found, published.manifest(), nextVersion(version), published.held());
    }
  }

  private void changed(PublishedFile published) {
    LOG.info("Changed: {}", published.file());
    catalogue.withdraw(published.path());
  }

  /** The file of {@code path} is gone; false = there was none that is known. */
  boolean gone(String path) {
    boolean known = catalogue.byPath(path).isPresent() || state.known(path).isPresent();
    if (known) {
      withdraw(path);
    }
    quietPeriod.forget(path);
    return known;
  }

  /** Files that went while nobody looked were published in an earlier life: they are withdrawn too. */
  private void withdrawMissing(TreeSnapshot scan) {
    Set<String> paths = new HashSet<>();
    catalogue.files().forEach(file -> paths.add(file.path()));
    paths.addAll(state.paths());
    paths.stream().filter(scan::lacks).forEach(this::withdraw);
    refusals.forgetAll(scan::lacks);
  }

  private void withdraw(String path) {
    LOG.info("Withdrawn: {}", path);
    Optional<KnownFile> known = state.known(path);
    if (catalogue.byPath(path).isPresent()) {
      catalogue.withdraw(path);
    } else {
      known
          .filter(each -> !each.withdrawn())
          .map(this::formerly)
          .ifPresent(catalogue::announceWithdrawn);
    }
    known.ifPresent(each -> latelyGone.put(each.stamp(), each));
    state.forget(path);
  }

  private PublishedFile formerly(KnownFile known) {
    FoundFile found = new FoundFile(known.path(), tree.root(), known.stamp());
    return maker.make(found, known.manifest(), known.version(), null);
  }

  /** Withdraws {@code path} until its file changes; false = it is not published. */
  boolean keepBack(String path) {
    Optional<PublishedFile> published = catalogue.byPath(path);
    published.ifPresent(file -> {
      LOG.info("Withdrawn by an administrator: {}", path);
      catalogue.withdraw(path);
      long version = file.publication().version();
      state.remember(new KnownFile(path, file.stamp(), file.manifest(), version, true));
    });
    return published.isPresent();
  }

  /** Reads the file of {@code path} again and publishes it, also if it was kept back; false = there is no such file. */
  boolean readAgain(String path) {
    Optional<FoundFile> found = tree.find(path);
    found.ifPresent(file -> {
      refusals.forget(path);
      if (isKeptBack(file)) {
        state.forget(path);
      }
      read(file);
    });
    return found.isPresent();
  }

  private boolean isKeptBack(FoundFile found) {
    return state
        .known(found.path())
        .filter(known -> known.withdrawn() && known.stamp().equals(found.stamp()))
        .isPresent();
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

  /** The same bytes with the same time keep their version, so that a restart changes nothing. */
  private long versionOf(FoundFile found, Manifest manifest) {
    return state
        .known(found.path())
        .filter(known -> known.manifest().equals(manifest)
            && known.stamp().modified().equals(found.stamp().modified()))
        .map(KnownFile::version)
        .orElseGet(() -> nextVersion(lastVersion(found.path())));
  }

  private long lastVersion(String path) {
    return state.known(path).map(KnownFile::version).orElse(0L);
  }

  private long nextVersion(long previous) {
    return Math.max(clock.millis(), previous + 1);
  }
}
