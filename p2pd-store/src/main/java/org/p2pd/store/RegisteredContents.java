package org.p2pd.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.disk.FoundManifest;
import org.p2pd.store.disk.LeftoverException;
import org.p2pd.store.disk.ManifestFile;
import org.p2pd.store.disk.StoreDisks;
import org.p2pd.store.index.Block;
import org.p2pd.store.index.StoreIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contents that the store knows, in the index and as manifest files, which it keeps in step. */
final class RegisteredContents {
  private static final Logger LOG = LoggerFactory.getLogger(RegisteredContents.class);

  private final int contentsMax;
  private final StoreIndex index;
  private final GuardedIndex guard;
  private final StoreDisks disks;

  /** Known from before, and not asked for since; guarded by {@link #changing}, like what follows. */
  private final Set<ContentId> unclaimed = new HashSet<>();

  /** Registered before there was room to reserve: while the store was being scanned. */
  private final Set<ContentId> unwritten = new HashSet<>();

  /** Held during the I/O of one change; taken before the index's lock. */
  private final ReentrantLock changing = new ReentrantLock();

  RegisteredContents(int contentsMax, StoreIndex index, GuardedIndex guard, StoreDisks disks) {
    this.contentsMax = contentsMax;
    this.index = index;
    this.guard = guard;
    this.disks = disks;
  }

  /** Reads the manifest files, before others use the index. */
  void load() {
    List<FoundManifest> all = disks.findManifests();
    index.expect(all.stream().mapToInt(found -> found.manifest().blockCount()).sum());
    for (FoundManifest found : all) {
      ContentId id = found.manifest().contentId();
      index.countFound(found.fileBytes());
      index.register(found.manifest());
      index.pin(id, found.pinned());
      unclaimed.add(id);
    }
  }

  /** All blocks are known: forgets what nothing is left of and nobody asked for, and writes what could not be written. */
  void settle() {
    changing.lock();
    try {
      unclaimed.stream().filter(this::isEmpty).toList().forEach(this::remove);
      unclaimed.clear();
      for (ContentId id : unwritten) {
        Manifest manifest = guard.<@Nullable Manifest>locked(() -> index.manifest(id));
        if (manifest != null) {
          persist(manifest);
        }
      }
      unwritten.clear();
    } finally {
      changing.unlock();
    }
  }

  private boolean isEmpty(ContentId id) {
    return guard.locked(() -> index.held(id).isEmpty() && !index.isPinned(id));
  }

  void register(Manifest manifest) {
    changing.lock();
    try {
      unclaimed.remove(manifest.contentId());
      if (guard.locked(() -> index.register(manifest))) {
        persist(manifest);
        limitContents(manifest.contentId());
      }
    } finally {
      changing.unlock();
    }
  }

  private void persist(Manifest manifest) {
    if (guard.locked(index::isScanning)) {
      unwritten.add(manifest.contentId());
      return;
    }
    byte[] file = ManifestFile.write(manifest);
    if (!reserve(file.length)) {
      return;
    }
    try {
      disks.writeManifest(manifest.contentId(), file);
    } catch (IOException e) {
      guard.update(() -> index.release(e instanceof LeftoverException ? 0 : file.length));
    }
  }

  private void limitContents(ContentId newest) {
    while (guard.locked(index::contentCount) > contentsMax) {
      ContentId content = guard.<@Nullable ContentId>locked(index::leastUseful);
      if (content == null || content.equals(newest)) {
        return;
      }
      remove(content);
    }
  }

  void forget(ContentId id) {
    changing.lock();
    try {
      remove(id);
    } finally {
      changing.unlock();
    }
  }

  /** Forgets a content of a store that holds more than it may; false where none may go. */
  boolean forgetLeastUseful() {
    changing.lock();
    try {
      ContentId content = guard.<@Nullable ContentId>locked(index::leastUseful);
      if (content != null) {
        remove(content);
      }
      return content != null;
    } finally {
      changing.unlock();
    }
  }

  /** Counts {@code bytes} that are about to be written, and evicts for them; false where there is no room. */
  boolean reserve(long bytes) {
    while (!guard.locked(() -> !guard.isClosed() && index.reserve(bytes))) {
      if (!guard.makeRoom(bytes)) {
        return false;
      }
    }
    return true;
  }

  /** Does what concerns a registered content, so that it stays registered meanwhile; false where it is unknown. */
  boolean withKnown(ContentId id, BooleanSupplier action) {
    changing.lock();
    try {
      return guard.<Boolean>locked(() -> index.manifest(id) != null) && action.getAsBoolean();
    } finally {
      changing.unlock();
    }
  }

  private void remove(ContentId id) {
    List<Block> unneeded =
        guard.locked(() -> index.forget(id).stream().filter(index::drop).toList());
    unneeded.forEach(guard::delete);
    try {
      long bytes = disks.delete(id);
      guard.update(() -> index.release(bytes));
    } catch (IOException e) {
      // Its bytes stay counted, as they stay on the disk, whose health tells.
      LOG.debug("{} can't be deleted", id, e);
    }
  }
}
