package org.p2pd.origin.serve.disk;

import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.serve.Piece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A published file held open by {@link OpenFiles}, responses and the pieces they handed out; closed when the last of them
 * lets go.
 *
 * <p>A file replaced by another of its name, or removed, stays readable here as it was. One that somebody writes into
 * does not: {@link #requireUnchanged} tells.
 */
final class OpenFile {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);

  /** How long a look at the file counts, in ms: short against any writing, long against sending a block. */
  static final int LOOK_VALID_MILLIS = 10;

  /** What is shorter leaves by {@code sendfile} always: a window would gain nothing. */
  private static final int MAPPED_BYTES_MIN = 16 << 10;

  private final PublishedFile published;
  private final FileChannel channel;
  private final MappedFile mapped;
  private final SentParts sent = new SentParts();
  private final AtomicInteger holds = new AtomicInteger(1);
  private volatile long lookedAtNanos = System.nanoTime();

  private OpenFile(PublishedFile published, FileChannel channel, Semaphore windowsLeft) {
    this.published = published;
    this.channel = channel;
    this.mapped = new MappedFile(channel, published.manifest().layout().length(), windowsLeft);
  }

  /**
   * Opens the file.
   *
   * @param windowsLeft as {@link MappedFile} takes them
   * @throws FileGoneException when it is not in the state that was published
   */
  static OpenFile open(PublishedFile published, Semaphore windowsLeft) throws IOException {
    OpenFile file;
    try {
      file = new OpenFile(
          published, FileChannel.open(published.file(), StandardOpenOption.READ), windowsLeft);
    } catch (NoSuchFileException e) {
      throw new FileGoneException(published.path());
    }
    try {
      if (!file.stampNow().equals(published.stamp())) {
        throw new FileGoneException(published.path());
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.release();
      throw e;
    }
  }

  boolean isOf(PublishedFile file) {
    return published == file;
  }

  boolean wasLookedAtJustNow() {
    return System.nanoTime() - lookedAtNanos < TimeUnit.MILLISECONDS.toNanos(LOOK_VALID_MILLIS);
  }

  /** Fails once somebody wrote into the file since it was published; looks unless another did so just now. */
  void requireUnchanged() throws IOException {
    if (!wasLookedAtJustNow()) {
      long start = System.nanoTime();
      look();
      lookedAtNanos = start;
    }
  }

  private void look() throws IOException {
    try {
      if (published.stamp().isEditedInto(stampNow())) {
        throw new FileGoneException(published.path());
      }
    } catch (NoSuchFileException e) {
      // Removed: what is open stays as it was.
    }
  }

  private FileStamp stampNow() throws IOException {
    return FileStamp.of(Files.readAttributes(published.file(), BasicFileAttributes.class));
  }

  /**
   * Part of the file; {@code onRelease} runs when it has left, or will not. By {@code sendfile}, which reads ahead from a
   * disk; what is asked for again from a mapping, of which the kernel copies a run of pages for less than {@code sendfile}
   * hands them over one by one (docs/origin.md).
   */
  Piece piece(ByteRange range, Runnable onRelease) {
    if (!hold()) {
      throw new IllegalStateException(published.path() + " is closed");
    }
    ByteBuffer again =
        sent.add(range) && range.length() >= MAPPED_BYTES_MIN ? mapped.part(range) : null;
    return again == null
        ? new Piece.RegionPiece(new Region(range, onRelease))
        : new Piece.MemoryPiece(new MappedBytes(again, () -> left(onRelease)));
  }

  private void left(Runnable onRelease) {
    release();
    onRelease.run();
  }

  /** Keeps the file open until {@link #release}; false where it is closed already. */
  boolean hold() {
    return holds.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
  }

  void release() {
    if (holds.decrementAndGet() == 0) {
      mapped.close();
      try {
        channel.close();
      } catch (IOException e) {
        LOG.warn("{} cannot be closed", published.file(), e);
      }
    }
  }

  /** Leaves the closing of the file to {@link OpenFile}. */
  private final class Region extends DefaultFileRegion {
    private final Runnable onRelease;

    Region(ByteRange range, Runnable onRelease) {
      super(channel, range.first(), range.length());
      this.onRelease = onRelease;
    }

    @Override
    protected void deallocate() {
      left(onRelease);
    }
  }
}
