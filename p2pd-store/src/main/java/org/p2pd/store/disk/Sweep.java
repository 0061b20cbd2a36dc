package org.p2pd.store.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes what does not belong into a folder of the store. */
final class Sweep {
  private Sweep() {}

  /** Says of a file whether it stays. */
  interface Keep {
    boolean test(Path file) throws IOException;
  }

  /** Deletes every folder in {@code folder}, and every file that {@code keep} does not want. */
  static void removeOthers(Path folder, Keep keep) throws IOException {
    try (FolderEntries files = FolderEntries.of(folder)) {
      files.forEach((file, open) -> {
        if (Files.isDirectory(file) || !keep.test(file)) {
          removeTree(file);
        }
      });
    }
  }

  /** Deletes a file or a folder with all that is in it; nothing where there is none. */
  static void removeTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
          throws IOException {
        Files.delete(directory);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
