package org.p2pd.agent.cli.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of this machine cannot be read or written as it must. The message says which, why, and what to do. */
public final class LocalFileException extends IOException {
  private static final long serialVersionUID = 1L;

  LocalFileException(String message) {
    super(message);
  }

  private LocalFileException(String message, IOException cause) {
    super(message, cause);
  }

  /** What went wrong with {@code place}. */
  static LocalFileException of(Object place, IOException cause) {
    return cause instanceof LocalFileException known
        ? known
        : new LocalFileException(place + ": " + reason(cause), cause);
  }

  private static boolean hasDirectory(String file) {
    Path directory = Path.of(file).toAbsolutePath().getParent();
    return directory != null && Files.isDirectory(directory);
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException missing) {
      return hasDirectory(missing.getFile())
          ? "no file of that name can be made there"
          : "its directory does not exist; make it, or end -o with a slash to have it made";
    }
    if (cause instanceof AccessDeniedException) {
      return "this user may not read or write it";
    }
    String given = cause instanceof FileSystemException system ? system.getReason() : null;
    return given == null ? String.valueOf(cause.getMessage()) : given;
  }
}
