package org.p2pd.store;

import java.io.IOException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.store.disk.LeftoverException;
import org.p2pd.store.disk.StoreDisks;
import org.p2pd.store.index.StoreIndex;

/**
 * A few bytes that the owner of a store keeps with a content until it is forgotten; they count like its blocks. Nothing
 * proves them: who reads them checks them. Thread-safe; touches the disk.
 */
public final class Notes {
  /** The longest note, in bytes. */
  public static final int BYTES_MAX = StoreDisks.NOTE_BYTES_MAX;

  private final RegisteredContents catalogue;
  private final StoreIndex index;
  private final GuardedIndex guard;
  private final StoreDisks disks;

  Notes(RegisteredContents catalogue, StoreIndex index, GuardedIndex guard, StoreDisks disks) {
    this.catalogue = catalogue;
    this.index = index;
    this.guard = guard;
    this.disks = disks;
  }

  /**
   * Keeps {@code note}, 1 to {@link #BYTES_MAX} bytes, instead of the one before.
   *
   * @return false where the content is unknown, there is no room or the disk refuses
   */
  public boolean put(ContentId id, byte[] note) {
    if (note.length == 0 || note.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "note: " + note.length + " bytes (expected: 1 to " + BYTES_MAX + ")");
    }
    return catalogue.withKnown(id, () -> catalogue.reserve(note.length) && write(id, note));
  }

  private boolean write(ContentId id, byte[] note) {
    try {
      long before = disks.noteBytes(id);
      disks.writeNote(id, note);
      guard.update(() -> index.release(before));
      return true;
    } catch (IOException e) {
      guard.update(() -> index.release(e instanceof LeftoverException ? 0 : note.length));
      return false;
    }
  }

  /** The note of a content; empty where there is none or it can't be read. */
  public byte[] get(ContentId id) {
    return disks.readNote(id);
  }
}
