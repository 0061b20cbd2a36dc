package org.p2pd.store;

import java.io.IOException;
import java.nio.file.Path;

/** Another process has the store's directory. */
public final class StoreInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreInUseException(Path directory, String pid) {
    super(directory + " is used by another p2pd process (pid " + pid
        + "); stop it or name another directory");
  }
}
