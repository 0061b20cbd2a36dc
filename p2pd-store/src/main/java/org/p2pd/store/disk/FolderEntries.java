package org.p2pd.store.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is in a folder, seen one after the other: there may be millions. A disk that fails meanwhile is an {@link
 * IOException}, as everywhere; the iterator of a folder says it with an unchecked exception, which would pass for a fault of
 * ours.
 */
final class FolderEntries implements AutoCloseable {
  private final DirectoryStream<Path> folder;

  /** Takes over an open folder. */
  FolderEntries(DirectoryStream<Path> folder) {
    this.folder = folder;
  }

  static FolderEntries of(Path folder) throws IOException {
    return new FolderEntries(Files.newDirectoryStream(folder));
  }

  /** Looks at one entry of {@code folder}, which is open. */
  interface Visitor {
    void visit(Path entry, DirectoryStream<Path> folder) throws IOException;
  }

  /** Has {@code visitor} see every entry; call once. */
  void forEach(Visitor visitor) throws IOException {
    try {
      for (Path entry : folder) {
        visitor.visit(entry, folder);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
