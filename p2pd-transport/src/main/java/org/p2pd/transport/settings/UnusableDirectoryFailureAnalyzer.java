package org.p2pd.transport.settings;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which file or directory a node cannot work with, and why. */
final class UnusableDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<FileSystemException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, FileSystemException cause) {
    return new FailureAnalysis(
        cause.getFile() + ": " + reason(cause),
        "Make it a directory that this user may write to, or choose another one: the settings whose names end in DIRECTORY.",
        cause);
  }

  private static String reason(FileSystemException cause) {
    if (cause.getReason() != null) {
      return cause.getReason();
    } else if (cause instanceof AccessDeniedException) {
      return "permission denied";
    } else if (cause instanceof FileAlreadyExistsException
        || cause instanceof NotDirectoryException) {
      return "is not a directory";
    } else if (cause instanceof NoSuchFileException) {
      return "does not exist, and cannot be made";
    }
    return cause.getClass().getSimpleName();
  }
}
