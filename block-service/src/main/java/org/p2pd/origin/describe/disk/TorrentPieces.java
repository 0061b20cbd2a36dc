package org.p2pd.origin.describe.disk;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.content.ContentId;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The SHA-1 digests that BitTorrent wants, computed when somebody asks for the first time: one file at a time, at most
 * {@value #WAITING_MAX} wait; 16 MiB of digests are remembered. Pieces are the film's blocks.
 */
public final class TorrentPieces implements AutoCloseable {
  private static final int WAITING_MAX = 16;
  private static final int REMEMBERED_BYTES_MAX = 16 << 20;
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int SHA1_BYTES = 20;

  private final Scheduler disk = Schedulers.newBoundedElastic(1, WAITING_MAX, "origin-torrent");
  private final AsyncCache<ContentId, byte[]> pieces = Caffeine.newBuilder()
      .maximumWeight(REMEMBERED_BYTES_MAX)
      .weigher((ContentId id, byte[] digests) -> digests.length + 1)
      .buildAsync();

  /**
   * The digests of {@code file}'s blocks, 20 bytes each. Goes on computing when nobody waits any more; an error where
   * too many files are asked for at once or the file has changed.
   */
  public Mono<byte[]> of(PublishedFile file) {
    return Mono.fromFuture(
        () -> pieces.get(
            file.contentId(),
            (id, executor) ->
                Mono.fromCallable(() -> compute(file)).subscribeOn(disk).toFuture()),
        true);
  }

  private static byte[] compute(PublishedFile file) throws IOException {
    int blockSize = file.manifest().layout().blockSize();
    byte[] digests = new byte[file.manifest().blockCount() * SHA1_BYTES];
    try (FileChannel channel = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.min(BUFFER_BYTES, blockSize));
      for (int i = 0; i < file.manifest().blockCount(); i++) {
        byte[] digest = digest(channel, file.manifest().layout().lengthOf(i), buffer);
        System.arraycopy(digest, 0, digests, i * SHA1_BYTES, SHA1_BYTES);
      }
    }
    requireUnchanged(file);
    return digests;
  }

  private static byte[] digest(FileChannel channel, int length, ByteBuffer buffer)
      throws IOException {
    MessageDigest sha1 = sha1();
    for (int left = length; left > 0; left -= buffer.limit()) {
      buffer.clear().limit(Math.min(buffer.capacity(), left));
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new IOException("the file has become shorter than it was published");
        }
      }
      sha1.update(buffer.flip());
    }
    return sha1.digest();
  }

  private static void requireUnchanged(PublishedFile file) throws IOException {
    FileStamp now = FileStamp.of(Files.readAttributes(file.file(), BasicFileAttributes.class));
    if (!now.equals(file.stamp())) {
      throw new IOException(file.path() + " is no longer what was published");
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  @Override
  public void close() {
    disk.dispose();
  }
}
