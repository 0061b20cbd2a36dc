package org.p2pd.origin.publish;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.publish.disk.EntryCheck;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.origin.publish.disk.PlaylistFile;
import org.p2pd.origin.publish.disk.PublishedTree;
import org.p2pd.origin.publish.disk.StateFile;
import org.p2pd.origin.publish.disk.TreeSnapshot;
import org.p2pd.origin.publish.disk.TreeWatch;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.protocol.content.ContentId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalogue equal to the tree: looks where the system says that something changed, looks through the whole
 * tree again and again, and at files once they have had time to settle. What is to be done then, {@link
 * CatalogueKeeper} knows.
 *
 * <p>One owner: everything but the reading of files happens on the publisher's own thread. Scans take at most a tenth of
 * that thread's time, however large the tree.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private static final int IDLE_PER_SCAN = 9;
  private static final int WAITING_MAX = 10_000;
  private static final int UNDER_WAY_MAX = 1_000;
  private static final int NAMED_MAX = 10;

  /** What comes together is dealt with together: the two halves of a rename, the pieces of a write. */
  private static final Duration GATHERING = Duration.ofMillis(20);

  private final PublishedTree tree;
  private final TreeWatch watch;
  private final StateFile state;
  private final Catalogue catalogue;
  private final HashingQueue reading;
  private final PublishSettings settings;
  private final LongSupplier elapsedMillis;
  private final CatalogueKeeper keeper;
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "origin-publisher"));

  private final AtomicBoolean gathering = new AtomicBoolean();
  private final Set<String> waiting = new HashSet<>();
  private @Nullable ScheduledFuture<?> nextScan;
  private long scanNotBeforeMillis;
  private volatile @Nullable String trouble;

  /**
   * Creates a publisher that {@link #start} begins.
   *
   * @param clock gives publications their versions, and may be set at any moment
   * @param elapsedMillis measures waits: never goes back, whoever sets the clock
   */
  Publisher(
      PublishedTree tree,
      TreeWatch watch,
      StateFile state,
      Catalogue catalogue,
      PublicationMaker maker,
      HashingQueue reading,
      PublishSettings settings,
      Clock clock,
      LongSupplier elapsedMillis) {
    this.tree = tree;
    this.watch = watch;
    this.state = state;
    this.catalogue = catalogue;
    this.reading = reading;
    this.settings = settings;
    this.elapsedMillis = elapsedMillis;
    QuietPeriod quietPeriod = new QuietPeriod(settings.settle());
    this.keeper = new CatalogueKeeper(
        tree, state, catalogue, maker, reading, quietPeriod, clock, elapsedMillis, this::onOwner);
  }

  /** Begins to look; the names must be known by now. */
  public void start() {
    watch.onChange(this::gather);
    onOwner(this::scan);
  }

  /** How far publishing has come, for health and for people. */
  public Progress progress() {
    return new Progress(
        catalogue.files().size(), reading.underWay().size(), keeper.hasCompared(), trouble);
  }

  /** The files that wait to be read or are being read, those first of which most has been read; at most 1 000. */
  public List<Reads> underWay() {
    return reading.underWay().stream()
        .map(Reads::of)
        .sorted(Comparator.comparingDouble(Reads::share).reversed())
        .limit(UNDER_WAY_MAX)
        .toList();
  }

  /** Looks through the whole tree as soon as that may be. */
  public void rescan() {
    onOwner(this::scanSoon);
  }

  /** Reads the file of a path again; false = there is none. */
  public CompletableFuture<Boolean> readAgain(String path) {
    return asked(() -> keeper.readAgain(path));
  }

  /** Withdraws a path until its file changes; false = it is not published. */
  public CompletableFuture<Boolean> withdraw(String path) {
    return asked(() -> keeper.keepBack(path));
  }

  /** Withdraws every file whose bytes are {@code content}, and publishes none of them for as long as this process lives. */
  public void recall(ContentId content) {
    onOwner(() -> catalogue.recall(content));
  }

  /** Stops looking and reading. */
  @Override
  public void close() throws IOException {
    watch.close();
    owner.shutdownNow();
    reading.close();
    state.close();
  }

  private void scan() {
    long start = elapsedMillis.getAsLong();
    try {
      compare(tree.scan());
    } catch (RuntimeException e) {
      LOG.error("Looking through {} failed; trying again", tree.root(), e);
    }
    long now = elapsedMillis.getAsLong();
    scanNotBeforeMillis = now + IDLE_PER_SCAN * (now - start);
    scanIn(Math.max(settings.rescan().toMillis(), scanNotBeforeMillis - now));
  }

  private void scanSoon() {
    if (nextScan != null && nextScan.getDelay(TimeUnit.MILLISECONDS) > GATHERING.toMillis()) {
      nextScan.cancel(false);
      long notBefore = scanNotBeforeMillis - elapsedMillis.getAsLong();
      scanIn(Math.max(GATHERING.toMillis(), notBefore));
    }
  }

  private void scanIn(long millis) {
    nextScan = owner.schedule(guarded(this::scan), millis, TimeUnit.MILLISECONDS);
  }

  private void compare(TreeSnapshot scan) {
    boolean blind = scan.isBlind() || keeper.isElsewhere(scan);
    if (!blind) {
      keeper.compare(scan).forEach(this::lookLater);
    }
    List<String> unknown = blind ? List.of("/") : scan.unreadable();
    String now = unknown.isEmpty() ? null : trouble(unknown);
    if (now != null && !now.equals(trouble)) {
      LOG.error("{}", now);
    }
    trouble = now;
  }

  private String trouble(List<String> directories) {
    return directories.stream().limit(NAMED_MAX).toList() + " in " + tree.root()
        + ": cannot be listed, or its disk is not mounted; what was published from there stays so";
  }

  private void gather() {
    if (gathering.compareAndSet(false, true)) {
      later(this::heard, GATHERING.toMillis());
    }
  }

  /** New names first, so that the new one of a renamed file is there before the old one goes. */
  private void heard() {
    gathering.set(false);
    TreeWatch.Changes changes = watch.take();
    List<String> gone = new ArrayList<>();
    boolean scanWanted = changes.missed();
    for (var entry : changes.touched()) {
      EntryCheck look = tree.look(entry);
      scanWanted |= look.other();
      if (look.gone() != null) {
        gone.add(look.gone());
      } else if (look.file() != null && !isLookedAtLater(look.file())) {
        consider(look.file());
      }
    }
    for (String path : gone) {
      // What was no file may have been a directory.
      scanWanted |= !keeper.gone(path);
    }
    if (scanWanted) {
      scanSoon();
    }
  }

  /** A file that grows tells of every write; a playlist may be whole after any of them. */
  private boolean isLookedAtLater(FoundFile file) {
    return waiting.contains(file.path()) && !PlaylistFile.is(file);
  }

  private void consider(FoundFile found) {
    if (keeper.consider(found)) {
      lookLater(found);
    }
  }

  /** Beyond the limit the next scan sees to it. */
  private void lookLater(FoundFile found) {
    if (waiting.size() < WAITING_MAX && waiting.add(found.path())) {
      later(() -> lookAgain(found), settings.settle().toMillis() + 1);
    }
  }

  private void lookAgain(FoundFile found) {
    waiting.remove(found.path());
    tree.again(found).ifPresent(this::consider);
  }

  private CompletableFuture<Boolean> asked(Supplier<Boolean> task) {
    return CompletableFuture.supplyAsync(task, owner);
  }

  /** Whatever is still under way when everything ends is not wanted any more. */
  private void onOwner(Runnable task) {
    try {
      owner.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("Ended before {}", task);
    }
  }

  private void later(Runnable task, long millis) {
    try {
      var unused = owner.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Ended before {}", task);
    }
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RejectedExecutionException e) {
        LOG.debug("Ended in the middle", e);
      } catch (RuntimeException e) {
        LOG.error("Publishing goes on without this step", e);
      }
    };
  }

  /**
   * How far publishing has come.
   *
   * @param published files
   * @param waiting files that wait to be read or are being read
   * @param looked whether the whole tree was looked through at least once
   * @param trouble what of the tree cannot be looked at now, and what that means; null = all can
   */
  public record Progress(
      int published, int waiting, boolean looked, @Nullable String trouble) {}

  /**
   * How far the reading of one file has come.
   *
   * @param bytes of the file
   * @param bytesRead so far; 0 while it waits
   * @param share of it, 0 to 1
   */
  public record Reads(String path, long bytes, long bytesRead, double share) {
    static Reads of(FileProgress file) {
      return new Reads(file.path(), file.bytes(), file.bytesRead(), file.share());
    }
  }
}
