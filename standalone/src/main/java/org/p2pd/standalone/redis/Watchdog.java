package org.p2pd.standalone.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A shell that outlives this process by a moment: when its standard input ends, because this process did, it kills the
 * server and removes the directory, so that even {@code kill -9} leaves nothing. Told that the server is gone, it ends.
 *
 * <p>There is none on Windows.
 */
final class Watchdog {
  /** {@code $1} is the server's process id, {@code $2} the directory. A Ctrl-C reaches the whole terminal: not this. */
  private static final String SCRIPT = "trap '' INT TERM HUP; read -r word; "
      + "[ \"$word\" = gone ] || { kill -9 \"$1\"; rm -rf -- \"$2\"; }";

  private final @Nullable OutputStream line;

  private Watchdog(@Nullable OutputStream line) {
    this.line = line;
  }

  static Watchdog over(Process server, Path directory) {
    if (File.separatorChar == '\\') {
      return new Watchdog(null);
    }
    try {
      Process shell = new ProcessBuilder(
              "/bin/sh",
              "-c",
              SCRIPT,
              "p2pd-watchdog",
              Long.toString(server.pid()),
              directory.toString())
          .directory(new File("/"))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return new Watchdog(shell.getOutputStream());
    } catch (IOException e) {
      // Without a shell the server still ends with an orderly end of this process.
      return new Watchdog(null);
    }
  }

  /** Says that the server has ended; the shell then ends too, and leaves the directory to its owner. */
  void dismiss() {
    if (line == null) {
      return;
    }
    try (line) {
      line.write("gone\n".getBytes(UTF_8));
    } catch (IOException e) {
      // The shell is gone already.
    }
  }
}
