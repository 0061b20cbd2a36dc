package org.p2pd.store.disk;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files that appear under their names whole or not at all, by an atomic move. Nothing is forced to disk: after a
 * power cut such a file may hold anything.
 *
 * <p>By plain streams: channels close when their thread is interrupted, and a viewer who goes away must not look like a
 * failing disk.
 */
final class AtomicFiles {
  private static final int COPY_BYTES = 256 << 10;

  private final Path temporaries;
  private final AtomicLong temporaryNumber = new AtomicLong();

  /**
   * Creates the writer.
   *
   * @param temporaries a folder on the same file system
   */
  AtomicFiles(Path temporaries) {
    this.temporaries = temporaries;
  }

  /**
   * Writes a file; positions are left as they are.
   *
   * @throws LeftoverException where it failed and part of the bytes could not be deleted
   */
  void write(Path file, ByteBuffer... bytes) throws IOException {
    Path temporary = temporaries.resolve(Long.toString(temporaryNumber.incrementAndGet()));
    try {
      try (OutputStream out = new FileOutputStream(temporary.toFile())) {
        for (ByteBuffer buffer : bytes) {
          copy(buffer.duplicate(), out);
        }
      }
      // Not before: where the disk is gone, nothing is made in the place where it was mounted.
      Files.createDirectories(file.getParent());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw withoutLeftover(temporary, e);
    }
  }

  private static IOException withoutLeftover(Path temporary, IOException cause) {
    try {
      Files.deleteIfExists(temporary);
      return cause;
    } catch (IOException e) {
      cause.addSuppressed(e);
      return new LeftoverException(temporary, cause);
    }
  }

  private static void copy(ByteBuffer buffer, OutputStream out) throws IOException {
    if (buffer.hasArray()) {
      out.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
      return;
    }
    byte[] chunk = new byte[Math.min(buffer.remaining(), COPY_BYTES)];
    while (buffer.hasRemaining()) {
      int count = Math.min(buffer.remaining(), chunk.length);
      buffer.get(chunk, 0, count);
      out.write(chunk, 0, count);
    }
  }
}
