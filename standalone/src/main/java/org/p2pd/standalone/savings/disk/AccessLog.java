package org.p2pd.standalone.savings.disk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** An access log of a web server, one request a line; compressed by gzip or not. */
public final class AccessLog {
  /** The most characters of a line that are read; the rest is left out. */
  private static final int CHARS_MAX = 16_384;

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private AccessLog() {}

  /**
   * Hands each line to {@code lines}.
   *
   * @param file {@code -} = standard input
   * @throws IOException where it cannot be read; the message says why
   */
  public static void read(Path file, Consumer<String> lines) throws IOException {
    try (InputStream raw = file.toString().equals("-") ? System.in : Files.newInputStream(file);
        BufferedReader text =
            new BufferedReader(new InputStreamReader(unpacked(raw), ISO_8859_1))) {
      StringBuilder line = new StringBuilder();
      for (int next = text.read(); next >= 0; next = text.read()) {
        if (next == '\n') {
          lines.accept(line.toString());
          line.setLength(0);
        } else if (line.length() < CHARS_MAX) {
          line.append((char) next);
        }
      }
      if (!line.isEmpty()) {
        lines.accept(line.toString());
      }
    } catch (NoSuchFileException e) {
      throw new IOException("--access-log " + file + " does not exist", e);
    }
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    PushbackInputStream in = new PushbackInputStream(raw, 2);
    byte[] first = in.readNBytes(2);
    in.unread(first);
    boolean gzip =
        first.length == 2 && (first[0] & 0xff) == GZIP_FIRST && (first[1] & 0xff) == GZIP_SECOND;
    return gzip ? new GZIPInputStream(in) : in;
  }
}
