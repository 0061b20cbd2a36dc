package org.p2pd.store;

import java.io.IOException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.disk.StoreDisks;
import org.p2pd.store.index.StoreIndex;

/**
 * Contents whose blocks stay when others need room, those that come later too, now and after a restart. They may have nine
 * tenths of the store in all. Thread-safe; pinning touches the disk.
 */
public final class Pins {
  private static final long TENTHS_MAX = 9;

  private final long sizeBytesMax;
  private final RegisteredContents catalogue;
  private final StoreIndex index;
  private final GuardedIndex guard;
  private final StoreDisks disks;

  Pins(
      long sizeBytesMax,
      RegisteredContents catalogue,
      StoreIndex index,
      GuardedIndex guard,
      StoreDisks disks) {
    this.sizeBytesMax = sizeBytesMax;
    this.catalogue = catalogue;
    this.index = index;
    this.guard = guard;
    this.disks = disks;
  }

  /**
   * Has the blocks of a registered content stay.
   *
   * @return false where the content is unknown, too much would be pinned, or the disk refuses
   */
  public boolean pin(ContentId id) {
    return catalogue.withKnown(id, () -> guard.locked(() -> fits(id)) && set(id, true));
  }

  private boolean fits(ContentId id) {
    Manifest manifest = index.manifest(id);
    long more = manifest == null || index.isPinned(id) ? 0 : manifest.layout().length();
    return index.bytesPinned() + more <= sizeBytesMax / 10 * TENTHS_MAX;
  }

  /** Lets the blocks of a content go again when others need room; false where it is unknown or the disk refuses. */
  public boolean unpin(ContentId id) {
    return catalogue.withKnown(id, () -> set(id, false));
  }

  private boolean set(ContentId id, boolean pinned) {
    try {
      disks.pin(id, pinned);
      guard.update(() -> index.pin(id, pinned));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Has the blocks of a content stay longer than others' when room is needed, or no longer: for one that few others hold.
   * Holds until this process ends; nothing happens where the content is unknown.
   */
  public void rare(ContentId id, boolean rare) {
    guard.locked(() -> {
      index.rare(id, rare);
      return rare;
    });
  }

  /** Whether a content is pinned. */
  public boolean contains(ContentId id) {
    return guard.locked(() -> index.isPinned(id));
  }
}
