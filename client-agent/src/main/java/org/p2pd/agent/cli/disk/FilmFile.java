package org.p2pd.agent.cli.disk;

import io.netty.buffer.ByteBuf;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;
import org.p2pd.transport.serve.Piece;

/**
 * A file being downloaded: grows as {@code NAME.part}, gets its name when its digest is right. Or standard output, which
 * can only be checked afterwards.
 */
public final class FilmFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;

  private final @Nullable Path target;
  private final @Nullable Path part;
  private final FileChannel channel;
  private final MessageDigest sha256 = Digest.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long length;

  private FilmFile(@Nullable Path target, @Nullable Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
  }

  /** Begins {@code target}; in a directory, a file of the name {@code fileName}. */
  public static FilmFile create(Path target, String fileName) throws IOException {
    Path file = Files.isDirectory(target) ? target.resolve(harmless(fileName)) : target;
    Path part = file.resolveSibling(file.getFileName() + ".part");
    return new FilmFile(
        file,
        part,
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  /** Writes to standard output. */
  @SuppressWarnings("resource") // standard output stays open
  public static FilmFile standardOutput() {
    return new FilmFile(null, null, new FileOutputStream(FileDescriptor.out).getChannel());
  }

  /** A stranger's name, without what could lead to another place. */
  private static String harmless(String fileName) {
    String name = fileName.replaceAll("[/\\\\:*?\"<>|\\p{Cntrl}]", "_");
    return name.isBlank() || name.startsWith(".") ? "film" + name : name;
  }

  /** Appends a piece and releases it. */
  public void append(Piece piece) throws IOException {
    try {
      if (piece instanceof Piece.FilePiece file) {
        copy(file);
      } else if (piece instanceof Piece.MemoryPiece memory) {
        append(memory.bytes());
      } else {
        throw new IOException("a piece that is neither file nor memory: " + piece);
      }
    } finally {
      piece.release();
    }
  }

  /** Appends readable bytes; their owner keeps them. */
  public void append(ByteBuf bytes) throws IOException {
    for (ByteBuffer each : bytes.nioBuffers()) {
      write(each);
    }
  }

  private void copy(Piece.FilePiece piece) throws IOException {
    try (FileChannel source = FileChannel.open(piece.file(), StandardOpenOption.READ)) {
      for (long copied = 0; copied < piece.length(); ) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), piece.length() - copied));
        int read = source.read(buffer, piece.position() + copied);
        if (read < 0) {
          throw new IOException("a stored block ended early");
        }
        copied += read;
        write(buffer.flip());
      }
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    sha256.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      length += channel.write(bytes);
    }
  }

  /** The bytes written so far. */
  public long length() {
    return length;
  }

  /**
   * Gives the file its name.
   *
   * @throws IOException where its digest is not {@code expected}; then there is no file
   */
  public void finish(Digest expected) throws IOException {
    Digest actual = Digest.ofRaw(sha256.digest());
    close();
    if (!actual.equals(expected)) {
      throw new IOException(
          "digest: " + actual.hex() + " (expected: " + expected.hex() + "); nothing was kept");
    }
    if (part != null && target != null) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** For people: where the film went. */
  public String place() {
    return target == null ? "standard output" : target.toString();
  }

  /** Closes the file; standard output stays open. */
  @Override
  public void close() throws IOException {
    if (target != null) {
      channel.close();
    }
  }

  /** Removes the unfinished part. */
  public void discard() throws IOException {
    close();
    if (part != null) {
      Files.deleteIfExists(part);
    }
  }
}
