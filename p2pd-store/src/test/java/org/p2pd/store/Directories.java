package org.p2pd.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is on disk, as an outsider sees it. */
final class Directories {
  private Directories() {}

  static List<Path> files(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> blockFiles(Path root) {
    return files(root).stream().filter(Directories::isAmongBlocks).toList();
  }

  private static boolean isAmongBlocks(Path file) {
    return file.getNameCount() > 3
        && file.getName(file.getNameCount() - 3).toString().equals("blocks");
  }

  static long bytes(Path root) {
    return files(root).stream().mapToLong(Directories::size).sum();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
