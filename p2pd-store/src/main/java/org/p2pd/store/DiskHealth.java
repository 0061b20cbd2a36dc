package org.p2pd.store;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the disk did what it was last asked to; says so in the log when that changes. */
final class DiskHealth {
  private static final Logger LOG = LoggerFactory.getLogger(DiskHealth.class);

  private final Path directory;
  private @Nullable String trouble;

  DiskHealth(Path directory) {
    this.directory = directory;
  }

  synchronized void failed(String activity, IOException error) {
    if (trouble == null) {
      LOG.warn(
          "{}: {} failed; going on without keeping what it refuses", directory, activity, error);
    }
    trouble = activity + " failed: " + error;
  }

  synchronized void wrote() {
    if (trouble != null) {
      LOG.info("{}: writing works again", directory);
      trouble = null;
    }
  }

  synchronized @Nullable String trouble() {
    return trouble;
  }
}
