package org.p2pd.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files that appear under their names whole or not at all, by an atomic move. Nothing is forced to disk: after a
 * power cut such a file may hold anything.
 *
 * <p>By channels, which copy nothing. They close when their thread is interrupted, but a viewer who goes away must not look
 * like a failing disk: the file is begun again, and the thread stays interrupted.
 */
final class AtomicFiles {
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
      writeUninterrupted(temporary, bytes);
      move(temporary, file);
    } catch (IOException e) {
      throw withoutLeftover(temporary, e);
    } catch (RuntimeException | Error e) {
      var unused = isDeleted(temporary, e);
      throw e;
    }
  }

  /** The folder is made when it is missed: where the disk is gone, nothing is made in the place where it was mounted. */
  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      Files.createDirectories(to.getParent());
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static IOException withoutLeftover(Path temporary, IOException cause) {
    return isDeleted(temporary, cause) ? cause : new LeftoverException(temporary, cause);
  }

  /** Deletes what was written before {@code cause}, which hears where that fails, too. */
  private static boolean isDeleted(Path temporary, Throwable cause) {
    try {
      Files.deleteIfExists(temporary);
      return true;
    } catch (IOException e) {
      cause.addSuppressed(e);
      return false;
    }
  }

  private static void writeUninterrupted(Path file, ByteBuffer... bytes) throws IOException {
    boolean interrupted = false;
    try {
      while (!isWritten(file, bytes)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Writes a file; false where the thread was interrupted meanwhile. */
  private static boolean isWritten(Path file, ByteBuffer... bytes) throws IOException {
    try (FileChannel out = FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING)) {
      for (ByteBuffer buffer : bytes) {
        for (ByteBuffer left = buffer.duplicate(); left.hasRemaining(); ) {
          out.write(left);
        }
      }
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }
}
