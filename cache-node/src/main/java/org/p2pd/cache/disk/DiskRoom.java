package org.p2pd.cache.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the disks have room for what a cache may take. */
final class DiskRoom {
  private static final int MEBI = 20;

  private DiskRoom() {}

  /**
   * What is wrong where {@code directories} cannot come to hold what they may.
   *
   * @param bytesMax the most that they may take together
   * @param bytesUsed what they take already
   * @return a sentence; null where there is room, or where that cannot be told
   */
  static @Nullable String shortage(List<Path> directories, long bytesMax, long bytesUsed) {
    try {
      return shortage(bytesMax, bytesUsed, free(directories));
    } catch (IOException e) {
      return null;
    }
  }

  static @Nullable String shortage(long bytesMax, long bytesUsed, long bytesFree) {
    return bytesMax - bytesUsed <= bytesFree
        ? null
        : "P2PD_CACHE_SIZE: " + (bytesMax >> MEBI)
            + "MB (expected: at most what the disk has room for, " + (bytesUsed + bytesFree >> MEBI)
            + "MB now); the cache stops to keep films when the disk is full";
  }

  /** Directories of one disk share what is free there. */
  private static long free(List<Path> directories) throws IOException {
    Set<FileStore> disks = new HashSet<>();
    for (Path directory : directories) {
      disks.add(Files.getFileStore(directory));
    }
    long free = 0;
    for (FileStore disk : disks) {
      free += disk.getUsableSpace();
    }
    return free;
  }
}
