package org.p2pd.store.disk;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A directory has folders of a store's names that are somebody else's. */
public final class ForeignDirectoryException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  ForeignDirectoryException(Path directory, String reason) {
    super(directory.toString(), null, reason);
  }
}
