package org.p2pd.agent.cli.get;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A film is not there in the end. The message says why, for people; the exit code for programs. */
final class GetFailedException extends IOException {
  /** Nobody who could be asked has it, or nobody answers. */
  static final int NO_SOURCE = 1;

  /** It is not published. */
  static final int UNKNOWN_FILM = 3;

  /** The file cannot be written, or is another one. */
  static final int LOCAL_FILE = 4;

  /** What is said about it is not signed by its provider. */
  static final int UNTRUSTED = 5;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  GetFailedException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
