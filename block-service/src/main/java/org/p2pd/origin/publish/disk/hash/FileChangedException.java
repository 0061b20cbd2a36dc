package org.p2pd.origin.publish.disk.hash;

import java.io.IOException;
import java.nio.file.Path;

/** A file changed while it was read: it is read again once it stands still. */
public final class FileChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  FileChangedException(Path file) {
    super(file + " changed while it was read");
  }
}
