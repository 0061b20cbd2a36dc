package org.p2pd.origin.serve.disk;

import java.io.IOException;

/** A file is no longer what was published: it changed, or it went. Soon the catalogue will say so too. */
public final class FileGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  FileGoneException(String path) {
    super(path + " is no longer what was published");
  }
}
