package org.p2pd.store;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.p2pd.store.disk.StoreDisks;

/**
 * Where a store is and how large it may become.
 *
 * @param directories made where they are missing; belong to the store alone; 1 to 64, on disks of their own or not
 * @param sizeBytesMax the most bytes that all its files have together at any instant, temporaries included; at least
 *     1 MiB
 * @param contentsMax the most contents whose manifests are kept, 1 to 65 535; beyond, the oldest that holds nothing is
 *     forgotten
 */
public record StoreSettings(List<Path> directories, long sizeBytesMax, int contentsMax) {
  /** The smallest limit, in bytes. */
  public static final long SIZE_BYTES_MIN = 1 << 20;

  private static final int CONTENTS_MAX_DEFAULT = 10_000;
  private static final int CONTENTS_MAX_MAX = 65_535;

  public StoreSettings {
    directories = List.copyOf(directories);
    if (directories.isEmpty()
        || directories.size() > StoreDisks.DISKS_MAX
        || new HashSet<>(directories).size() < directories.size()) {
      throw new IllegalArgumentException("store directories: " + directories + " (expected: 1 to "
          + StoreDisks.DISKS_MAX + ", no two the same)");
    }
    if (sizeBytesMax < SIZE_BYTES_MIN) {
      throw new IllegalArgumentException(
          "store size: " + sizeBytesMax + " bytes (expected: at least " + SIZE_BYTES_MIN + ")");
    }
    if (contentsMax < 1 || contentsMax > CONTENTS_MAX_MAX) {
      throw new IllegalArgumentException(
          "contentsMax: " + contentsMax + " (expected: 1 to " + CONTENTS_MAX_MAX + ")");
    }
  }

  /** A store of at most 10 000 contents in one directory. */
  public StoreSettings(Path directory, long sizeBytesMax) {
    this(List.of(directory), sizeBytesMax);
  }

  /** A store of at most 10 000 contents. */
  public StoreSettings(List<Path> directories, long sizeBytesMax) {
    this(directories, sizeBytesMax, CONTENTS_MAX_DEFAULT);
  }
}
