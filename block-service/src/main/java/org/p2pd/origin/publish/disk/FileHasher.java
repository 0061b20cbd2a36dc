package org.p2pd.origin.publish.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

/**
 * Reads a file once and computes all its digests in that pass: of every block, and of the whole.
 *
 * <p>One object per file; holds one buffer of {@value #BUFFER_BYTES} bytes. Stops when its thread is interrupted.
 */
public final class FileHasher {
  private static final int BUFFER_BYTES = 256 << 10;

  private final FoundFile file;
  private final BlockLayout layout;
  private final LongConsumer progress;
  private final MessageDigest whole = Digest.sha256();
  private final MessageDigest block = Digest.sha256();
  private final byte[] blockDigests;

  /**
   * Prepares the reading of one file.
   *
   * @param progress is told the number of bytes of each read
   */
  public FileHasher(FoundFile file, BlockLayout layout, LongConsumer progress) {
    this.file = file;
    this.layout = layout;
    this.progress = progress;
    this.blockDigests = new byte[layout.blockCount() * Digest.BYTES];
  }

  /**
   * Reads the file.
   *
   * @throws FileChangedException when it is not, or does not stay, in the state that was found
   */
  public Manifest hash(String mediaType) throws IOException {
    try (FileChannel channel = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      requireUnchanged();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int index = 0; index < layout.blockCount(); index++) {
        hashBlock(channel, buffer, index);
      }
      requireUnchanged();
    }
    return new Manifest(layout, blockDigests, Digest.ofRaw(whole.digest()), mediaType);
  }

  private void hashBlock(FileChannel channel, byte[] buffer, int index) throws IOException {
    for (int left = layout.lengthOf(index); left > 0; ) {
      int read = channel.read(ByteBuffer.wrap(buffer, 0, Math.min(left, buffer.length)));
      if (read < 0) {
        throw new FileChangedException(file.file());
      }
      block.update(buffer, 0, read);
      whole.update(buffer, 0, read);
      progress.accept(read);
      left -= read;
    }
    System.arraycopy(block.digest(), 0, blockDigests, index * Digest.BYTES, Digest.BYTES);
  }

  private void requireUnchanged() throws IOException {
    FileStamp now = FileStamp.of(Files.readAttributes(file.file(), BasicFileAttributes.class));
    if (!now.equals(file.stamp())) {
      throw new FileChangedException(file.file());
    }
  }
}
