package org.p2pd.tracker.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script beside the class that runs it; sent once per Redis, then called by its digest. One of up to {@value
 * #SHORT_BYTES_MAX} bytes is sent whole each time: it never takes a second trip, and so keeps its place among other commands.
 */
public final class Script {
  private static final int SHORT_BYTES_MAX = 384;

  private final byte[] text;
  private final String digest;

  /** The script {@code file} in the package of {@code owner}. */
  public Script(Class<?> owner, String file) {
    this.text = read(owner, file);
    this.digest = sha1(text);
  }

  private static byte[] read(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(owner.getPackageName() + " has no " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Redis names scripts by SHA-1. */
  private static String sha1(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  boolean isShort() {
    return text.length <= SHORT_BYTES_MAX;
  }

  byte[] text() {
    return text;
  }

  String digest() {
    return digest;
  }
}
