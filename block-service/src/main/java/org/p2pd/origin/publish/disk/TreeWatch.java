package org.p2pd.origin.publish.disk;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears at once what changes in a tree, where the system can tell (inotify). Only a hint: periodic scans find what is
 * missed here, as on network file systems, where the system's limit of watches is reached, or beneath links.
 *
 * <p>Gathers at most {@value #TOUCHED_MAX} changed entries between two calls of {@link #take}; beyond that, it asks for a
 * scan.
 */
public final class TreeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TreeWatch.class);

  private static final int TOUCHED_MAX = 10_000;

  private final @Nullable WatchService service;
  private final Map<Path, Watched> directories = new HashMap<>();
  private final Map<WatchKey, Path> paths = new HashMap<>();
  private Set<Path> touched = new HashSet<>();
  private boolean missed;
  private boolean limitReached;
  private volatile Runnable onChange = () -> {};

  private TreeWatch(@Nullable WatchService service) {
    this.service = service;
    if (service != null) {
      Thread listener = new Thread(() -> listen(service), "origin-watch");
      listener.setDaemon(true);
      listener.start();
    }
  }

  /** Begins to listen where the system has inotify; the JDK's other watches only poll, as scans do. */
  public static TreeWatch open() {
    try {
      boolean inotify = System.getProperty("os.name", "").startsWith("Linux");
      return new TreeWatch(inotify ? FileSystems.getDefault().newWatchService() : null);
    } catch (IOException e) {
      LOG.warn("Changes are found by scans only: {}", e.getMessage());
      return new TreeWatch(null);
    }
  }

  /** Calls {@code onChange} whenever there may be something to {@link #take}; often, and on any thread. */
  public void onChange(Runnable listener) {
    this.onChange = listener;
  }

  /**
   * Watches {@code directory}, unless it is watched already.
   *
   * @param key tells this directory from another one of the same name
   */
  synchronized void watch(Path directory, @Nullable Object key) {
    Watched before = directories.get(directory);
    if (service == null || limitReached || (before != null && before.isOf(key))) {
      return;
    }
    try {
      WatchKey watchKey = directory.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
      directories.put(directory, new Watched(watchKey, key));
      paths.put(watchKey, directory);
    } catch (IOException e) {
      limitReached = true;
      LOG.warn(
          "{} cannot be watched ({}); changes there are found by scans. More watches: sysctl"
              + " fs.inotify.max_user_watches",
          directory,
          e.getMessage());
    }
  }

  /** Stops watching what is not among {@code present}, all directories of the tree. */
  synchronized void retain(Set<Path> present) {
    directories.entrySet().removeIf(entry -> {
      boolean gone = !present.contains(entry.getKey());
      if (gone && paths.remove(entry.getValue().watchKey(), entry.getKey())) {
        entry.getValue().watchKey().cancel();
      }
      return gone;
    });
  }

  /** What changed since the last call. */
  public synchronized Changes take() {
    Changes changes = new Changes(touched, missed);
    touched = new HashSet<>();
    missed = false;
    return changes;
  }

  private void listen(WatchService events) {
    try {
      while (true) {
        WatchKey key = events.take();
        note(key);
        onChange.run();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      LOG.debug("No longer watching");
    }
  }

  private synchronized void note(WatchKey key) {
    Path directory = paths.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (directory == null || !(event.context() instanceof Path name)) {
        missed = true;
      } else if (!PublishedTree.isLeftOut(name.toString())) {
        note(directory.resolve(name));
      }
    }
    if (!key.reset() && directory != null) {
      paths.remove(key);
      directories.remove(directory);
      missed = true;
    }
  }

  private void note(Path entry) {
    if (touched.size() < TOUCHED_MAX) {
      touched.add(entry);
    } else {
      missed = true;
    }
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }

  /**
   * What was heard.
   *
   * @param touched entries that were created, removed or written to
   * @param missed whether there was more than could be heard, so that only a scan tells
   */
  public record Changes(Set<Path> touched, boolean missed) {}

  private record Watched(WatchKey watchKey, @Nullable Object key) {
    boolean isOf(@Nullable Object other) {
      return key != null && key.equals(other);
    }
  }
}
