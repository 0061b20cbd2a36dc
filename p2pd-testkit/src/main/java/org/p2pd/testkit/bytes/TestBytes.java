package org.p2pd.testkit.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Contents of test films: the same length (and seed) gives the same bytes everywhere; a shorter content is a prefix of
 * a longer one.
 */
public final class TestBytes {
  /** A multiple of eight, so that pieces of random bytes join without a seam. */
  private static final int PIECE_BYTES = 64 << 10;

  private TestBytes() {}

  /**
   * The bytes of the contract vectors: byte {@code i} is {@code (i*31 + (i div 256)*7 + 11) mod 256}.
   *
   * <p>They repeat every 64 KiB, so whole blocks are equal: a test that must notice exchanged blocks takes {@link
   * #random}.
   */
  public static byte[] patterned(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 256 * 7 + 11);
    }
    return bytes;
  }

  /** Random-looking bytes: no two blocks are equal. */
  public static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Writes {@link #patterned} bytes to a new or emptied file, a piece at a time; returns {@code file}. */
  public static Path patternedFile(Path file, long length) {
    // A piece is one period of the pattern, so every piece is the first one.
    byte[] period = patterned(PIECE_BYTES);
    return write(file, length, piece -> System.arraycopy(period, 0, piece, 0, piece.length));
  }

  /** Writes {@link #random} bytes to a new or emptied file, a piece at a time; returns {@code file}. */
  public static Path randomFile(Path file, long length, long seed) {
    return write(file, length, new SplittableRandom(seed)::nextBytes);
  }

  private static Path write(Path file, long length, Consumer<byte[]> filler) {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = length; left > 0; left -= PIECE_BYTES) {
        byte[] piece = new byte[(int) Math.min(left, PIECE_BYTES)];
        filler.accept(piece);
        out.write(piece);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
