package org.p2pd.store;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.disk.FoundManifest;
import org.p2pd.store.disk.LeftoverException;
import org.p2pd.store.disk.ManifestFile;
import org.p2pd.store.disk.StoreDirectory;
import org.p2pd.store.index.Block;
import org.p2pd.store.index.StoreIndex;

/** The contents that the store knows, in the index and as manifest files, which it keeps in step. */
final class Catalogue {
  private final int contentsMax;
  private final StoreIndex index;
  private final GuardedIndex guard;
  private final StoreDirectory directory;
  private final DiskHealth disk;

  /** Held during the I/O of one change; taken before the index's lock. */
  private final ReentrantLock changing = new ReentrantLock();

  Catalogue(
      int contentsMax,
      StoreIndex index,
      GuardedIndex guard,
      StoreDirectory directory,
      DiskHealth disk) {
    this.contentsMax = contentsMax;
    this.index = index;
    this.guard = guard;
    this.directory = directory;
    this.disk = disk;
  }

  /** Reads the manifest files; a content of which no block is left is forgotten. */
  void load() throws IOException {
    for (FoundManifest found : directory.findManifests()) {
      ContentId id = found.manifest().contentId();
      index.countFound(found.fileBytes() + directory.noteBytes(id));
      index.register(found.manifest());
      index.pin(id, directory.isPinned(id));
    }
    for (ContentId id : index.contents()) {
      if (index.held(id).isEmpty() && !index.isPinned(id)) {
        remove(id);
      }
    }
  }

  void register(Manifest manifest) {
    changing.lock();
    try {
      if (guard.locked(() -> index.register(manifest))) {
        persist(manifest);
        limitContents(manifest.contentId());
      }
    } finally {
      changing.unlock();
    }
  }

  private void persist(Manifest manifest) {
    byte[] file = ManifestFile.write(manifest);
    if (!reserve(file.length)) {
      return;
    }
    try {
      directory.write(manifest.contentId(), file);
    } catch (IOException e) {
      disk.failed("writing a manifest of " + file.length + " bytes", e);
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
      long bytes = directory.delete(id);
      guard.update(() -> index.release(bytes));
    } catch (IOException e) {
      disk.failed("deleting the manifest of " + id, e);
    }
  }
}
