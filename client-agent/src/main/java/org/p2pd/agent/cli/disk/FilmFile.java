package org.p2pd.agent.cli.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.function.LongConsumer;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

/**
 * A film as a file. It grows as {@code NAME.part}, which stays when the download is stopped, by whatever; the next
 * download believes none of its blocks before it has checked them. It gets its name once all blocks are right, and on disk.
 *
 * <p>One process writes a part at a time.
 */
public final class FilmFile implements FilmOutput {
  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private final BlockLayout layout;
  private final Beginning beginning;
  private final BlockSet held;

  private FilmFile(
      Path target,
      Path part,
      FileChannel channel,
      BlockLayout layout,
      Beginning beginning,
      BlockSet held) {
    this.target = target;
    this.part = part;
    this.channel = channel;
    this.layout = layout;
    this.beginning = beginning;
    this.held = held;
  }

  /**
   * Opens {@code target} for the film of {@code manifest}, and checks what is there of it already. A pipe or device takes
   * the film in its order instead.
   *
   * @param overwrite whether a file that is nothing of this film may be replaced
   * @param checked hears how many bytes were checked so far
   * @throws LocalFileException where it cannot be written, is another file, or is being written by another process
   */
  public static FilmOutput open(
      Path target, Manifest manifest, boolean overwrite, LongConsumer checked)
      throws LocalFileException {
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        return StreamOutput.to(target);
      }
      return new Opening(target, manifest, overwrite, checked).open();
    } catch (IOException e) {
      throw LocalFileException.of(target, e);
    }
  }

  @Override
  public Beginning beginning() {
    return beginning;
  }

  @Override
  public BlockSet held() {
    return held;
  }

  @Override
  public void write(long offset, ByteBuffer verified) throws LocalFileException {
    try {
      writeFully(channel, offset, verified);
    } catch (IOException e) {
      throw LocalFileException.of(part, e);
    }
  }

  private static void writeFully(FileChannel channel, long offset, ByteBuffer bytes)
      throws IOException {
    for (long at = offset; bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void finish() throws LocalFileException {
    if (beginning == Beginning.COMPLETE) {
      return;
    }
    try {
      channel.truncate(layout.length());
      // A system may keep a name's change sooner than bytes: after a power cut the film would be
      // whole by its name only.
      channel.force(true);
      // Still locked: whoever got the lock in between would write into the film.
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      channel.close();
    } catch (IOException e) {
      throw LocalFileException.of(target, e);
    }
  }

  @Override
  public String place() {
    return target.toString();
  }

  @Override
  public void close() throws LocalFileException {
    try {
      channel.close();
    } catch (IOException e) {
      throw LocalFileException.of(part, e);
    }
  }

  /** Finds out what of a film is there: in the file of its name, and in the part beside it. */
  private static final class Opening {
    private final Path target;
    private final Path part;
    private final Manifest manifest;
    private final boolean overwrite;
    private final LongConsumer checked;
    private final ByteBuffer buffer;
    private long checkedBytes;

    Opening(Path target, Manifest manifest, boolean overwrite, LongConsumer checked) {
      this.target = target;
      this.part = target.resolveSibling(target.getFileName() + ".part");
      this.manifest = manifest;
      this.overwrite = overwrite;
      this.checked = checked;
      this.buffer = ByteBuffer.allocateDirect(
          manifest.blockCount() == 0 ? 0 : manifest.layout().lengthOf(0));
    }

    FilmFile open() throws IOException {
      if (!Files.exists(target)) {
        return continued(lockedPart());
      }
      FileChannel existing = FileChannel.open(target, StandardOpenOption.READ);
      BlockSet right = rightBlocksOf(existing);
      if (isComplete(existing, right)) {
        return file(existing, Beginning.COMPLETE, right);
      }
      try (existing) {
        return repaired(existing, right);
      }
    }

    private boolean isComplete(FileChannel file, BlockSet right) throws IOException {
      return file.size() == manifest.layout().length() && right.size() == manifest.blockCount();
    }

    private FilmFile continued(FileChannel locked) throws IOException {
      BlockSet right = rightBlocksOf(locked);
      return file(locked, right.isEmpty() ? Beginning.EMPTY : Beginning.PART, right);
    }

    /** The right blocks of the file go into the part; the file stays as it is until the part is whole. */
    private FilmFile repaired(FileChannel existing, BlockSet right) throws IOException {
      if (right.isEmpty() && existing.size() > 0 && !overwrite) {
        throw new LocalFileException(target
            + " exists and has no block of this film: move it away, name another file with -o,"
            + " or add --overwrite");
      }
      FileChannel locked = lockedPart();
      BlockSet inPart = rightBlocksOf(locked);
      for (int block : right.minus(inPart).stream().toArray()) {
        read(existing, block);
        writeFully(locked, manifest.layout().offsetOf(block), buffer);
      }
      BlockSet all = right.union(inPart);
      Beginning unfinished = inPart.isEmpty() ? Beginning.EMPTY : Beginning.PART;
      return file(locked, right.isEmpty() ? unfinished : Beginning.DAMAGED, all);
    }

    private FileChannel lockedPart() throws IOException {
      FileChannel channel = FileChannel.open(
          part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new LocalFileException(
            part + " is being written by another p2pd get: wait for it, or end it");
      }
      return channel;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
      try {
        return channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        return false;
      }
    }

    private FilmFile file(FileChannel channel, Beginning beginning, BlockSet right) {
      return new FilmFile(target, part, channel, manifest.layout(), beginning, right);
    }

    private BlockSet rightBlocksOf(FileChannel file) throws IOException {
      BitSet right = new BitSet(manifest.blockCount());
      long size = file.size();
      for (int block = 0; block < manifest.blockCount(); block++) {
        if (manifest.layout().rangeOf(block).last() < size) {
          read(file, block);
          right.set(block, Digest.of(buffer).equals(manifest.blockDigest(block)));
          checkedBytes += manifest.layout().lengthOf(block);
          checked.accept(checkedBytes);
        }
      }
      return BlockSet.of(right);
    }

    private void read(FileChannel file, int block) throws IOException {
      buffer.clear().limit(manifest.layout().lengthOf(block));
      long offset = manifest.layout().offsetOf(block);
      while (buffer.hasRemaining()) {
        if (file.read(buffer, offset + buffer.position()) < 0) {
          throw new LocalFileException(target + " shrank while it was read");
        }
      }
      buffer.flip();
    }
  }
}
