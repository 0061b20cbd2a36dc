package org.p2pd.store.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A write failed, and what it had written so far could not be deleted: its bytes are still on disk. */
public final class LeftoverException extends IOException {
  private static final long serialVersionUID = 1L;

  LeftoverException(Path temporary, IOException cause) {
    super(temporary + " was left behind", cause);
  }
}
