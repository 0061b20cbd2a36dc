package org.p2pd.origin.publish.disk.hash;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

/**
 * Reads a file once and computes all its digests in that pass: of every block, and of the whole.
 *
 * <p>Alone, its thread does both by turns ({@link InterleavedSha256}). The digest of the whole cannot be split, so with a
 * second processor that one reads and computes the digests of the blocks, while the first follows with the digest of
 * the whole. Reading takes time, too: whenever the first has caught up, it is left the digest of a block as well. Whether
 * there is a second one is asked every {@value #SECTION_BYTES} bytes.
 *
 * <p>One object per file; at most {@value #CHUNKS} buffers of {@value #CHUNK_BYTES} bytes. Stops when its thread is
 * interrupted.
 */
public final class FileHasher {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int CHUNKS = 4;

  /** What the JDK reads by way of the stack, at up to twice the speed of longer reads ({@code docs/origin.md}). */
  private static final int READ_BYTES = 8 << 10;

  /** A multiple of every chunk; below two of them a second processor is not worth the trouble. */
  private static final int SECTION_BYTES = 8 << 20;

  private final FoundFile file;
  private final BlockLayout layout;
  private final HashingThreads cores;
  private final LongConsumer progress;
  private final MessageDigest whole = Digest.sha256();
  private final BlockDigests blocks;
  private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
  private int chunks;
  private long position;

  /**
   * Prepares the reading of one file.
   *
   * @param cores where a second processor may come from
   * @param progress is told the number of bytes of each read, by any thread but one at a time
   */
  public FileHasher(
      FoundFile file, BlockLayout layout, HashingThreads cores, LongConsumer progress) {
    this.file = file;
    this.layout = layout;
    this.cores = cores;
    this.progress = progress;
    this.blocks = new BlockDigests(layout);
  }

  /** The manifest of bytes that are in memory. */
  public static Manifest hash(byte[] bytes, BlockLayout layout, String mediaType) {
    BlockDigests blocks = new BlockDigests(layout);
    blocks.update(bytes, bytes.length);
    return new Manifest(layout, blocks.raw(), Digest.of(bytes), mediaType);
  }

  /**
   * Reads the file.
   *
   * @throws FileChangedException when it is not, or does not stay, in the state that was found
   */
  public Manifest hash(String mediaType) throws IOException {
    requireUnchanged();
    try (InputStream in = new FileInputStream(file.file().toFile())) {
      while (position < layout.length()) {
        boolean isLong = layout.length() - position >= 2L * SECTION_BYTES;
        if (isLong && cores.tryLend()) {
          byTwo(in);
        } else {
          alone(in);
        }
      }
      requireUnchanged();
    }
    return new Manifest(layout, blocks.raw(), Digest.ofRaw(whole.digest()), mediaType);
  }

  /** One section. */
  private void alone(InputStream in) throws IOException {
    long end = Math.min(layout.length(), position + SECTION_BYTES);
    Chunk chunk = emptyChunk();
    while (position < end) {
      read(in, chunk);
      blocks.update(chunk.bytes, chunk.length, whole);
    }
    empty.add(chunk);
  }

  /** To the end of the file, or until another file wants the second processor. */
  private void byTwo(InputStream in) throws IOException {
    Future<Void> ahead = cores.second(() -> {
      readAhead(in);
      return null;
    });
    try {
      for (Chunk chunk = full.take(); chunk != Chunk.END; chunk = full.take()) {
        follow(chunk);
        empty.add(chunk);
      }
      ahead.get();
    } catch (ExecutionException e) {
      throw asIoException(e);
    } catch (InterruptedException e) {
      ahead.cancel(true);
      throw new InterruptedIOException(file.file() + " is no longer wanted");
    }
  }

  private void follow(Chunk chunk) {
    if (chunk.left) {
      blocks.updateLeft(chunk.position, chunk.bytes, chunk.length, whole);
    } else {
      whole.update(chunk.bytes, 0, chunk.length);
    }
  }

  private void readAhead(InputStream in) throws IOException, InterruptedException {
    boolean leaving = false;
    try {
      while (position < layout.length() && !(position % SECTION_BYTES == 0 && cores.isWanted())) {
        Chunk chunk = nextEmptyChunk();
        read(in, chunk);
        if (blocks.isAtBegin()) {
          leaving = full.isEmpty() && layout.blockSize() <= SECTION_BYTES;
        }
        chunk.left = leaving;
        if (leaving) {
          blocks.leave(chunk.length);
        } else {
          blocks.update(chunk.bytes, chunk.length);
        }
        full.put(chunk);
      }
    } finally {
      full.add(Chunk.END);
    }
  }

  private Chunk emptyChunk() {
    Chunk chunk = empty.poll();
    return chunk == null ? newChunk() : chunk;
  }

  private Chunk nextEmptyChunk() throws InterruptedException {
    Chunk chunk = empty.poll();
    if (chunk != null) {
      return chunk;
    }
    return chunks < CHUNKS ? newChunk() : empty.take();
  }

  private Chunk newChunk() {
    chunks++;
    return new Chunk(new byte[(int) Math.min(CHUNK_BYTES, layout.length())]);
  }

  /** Fills the chunk, up to the end of the file. */
  private void read(InputStream in, Chunk chunk) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException(file.file() + " is no longer wanted");
    }
    int wanted = (int) Math.min(chunk.bytes.length, layout.length() - position);
    for (int at = 0; at < wanted; ) {
      int read = in.read(chunk.bytes, at, Math.min(READ_BYTES, wanted - at));
      if (read < 0) {
        throw new FileChangedException(file.file());
      }
      at += read;
    }
    chunk.position = position;
    chunk.length = wanted;
    position += wanted;
    progress.accept(wanted);
  }

  private void requireUnchanged() throws IOException {
    FileStamp now = FileStamp.of(Files.readAttributes(file.file(), BasicFileAttributes.class));
    if (!now.equals(file.stamp())) {
      throw new FileChangedException(file.file());
    }
  }

  private static IOException asIoException(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(failure);
  }

  /** A buffer and how much of it is filled. */
  private static final class Chunk {
    static final Chunk END = new Chunk(new byte[0]);

    final byte[] bytes;
    int length;
    long position;
    /** Whether the digests of its blocks are left to who follows. */
    boolean left;

    Chunk(byte[] bytes) {
      this.bytes = bytes;
    }
  }
}
