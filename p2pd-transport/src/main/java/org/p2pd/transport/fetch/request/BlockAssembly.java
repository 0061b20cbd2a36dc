package org.p2pd.transport.fetch.request;

import io.netty.buffer.ByteBuf;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.fetch.memory.BlockBuffers;
import org.p2pd.transport.schedule.source.Source;

/**
 * Cuts the bytes of one response into blocks and checks each as its last byte arrives. Holds at most one block.
 * Bytes come from one thread; {@link #release} from any.
 */
final class BlockAssembly {
  private final Manifest manifest;
  private final int firstBlock;
  private final int lastBlock;
  private final List<Segment> firstBlockSegments;
  private final Verified verified;
  private final MessageDigest sha256 = Digest.sha256();
  private int block;
  private @Nullable ByteBuf bytes;
  private boolean released;

  /**
   * Creates the assembly of a response.
   *
   * @param segments who sends what of the first block; more than one where its beginning came from others
   */
  BlockAssembly(
      Manifest manifest, int firstBlock, int lastBlock, List<Segment> segments, Verified verified) {
    this.manifest = manifest;
    this.block = firstBlock;
    this.firstBlock = firstBlock;
    this.lastBlock = lastBlock;
    this.firstBlockSegments = segments;
    this.verified = verified;
  }

  /** Takes the first bytes of the first block from where they are already. */
  void begin(ByteBuf prefix) {
    accept(prefix);
  }

  /** A copy of the first {@code bytes} of {@code index}; null where they are not here, or no longer. */
  synchronized @Nullable ByteBuf prefix(int index, int count) {
    ByteBuf current = bytes;
    return index == block && current != null && current.readableBytes() >= count
        ? current.copy(0, count)
        : null;
  }

  /** Who sent what of block {@code index}, in order. */
  List<Segment> segments(int index, Source source) {
    return index == firstBlock
        ? firstBlockSegments
        : List.of(new Segment(source, 0, manifest.layout().lengthOf(index)));
  }

  /**
   * Takes the next bytes of the response; their owner keeps them.
   *
   * @throws WrongBlockException when a block does not match its digest
   * @throws ExcessBytesException when there are more bytes than were asked for
   */
  synchronized void accept(ByteBuf part) {
    int from = part.readerIndex();
    int end = from + part.readableBytes();
    while (from < end && !released) {
      from += acceptIntoBlock(part, from, end);
    }
  }

  private int acceptIntoBlock(ByteBuf part, int from, int end) {
    if (block > lastBlock) {
      throw new ExcessBytesException();
    }
    ByteBuf current = current();
    int length = Math.min(end - from, current.writableBytes());
    current.writeBytes(part, from, length);
    sha256.update(part.nioBuffer(from, length));
    if (!current.isWritable()) {
      finishBlock(current);
    }
    return length;
  }

  private ByteBuf current() {
    ByteBuf current = bytes;
    if (current == null) {
      int length = manifest.layout().lengthOf(block);
      current = BlockBuffers.SHARED.take(length);
      bytes = current;
    }
    return current;
  }

  private void finishBlock(ByteBuf complete) {
    bytes = null;
    int index = block++;
    if (!Digest.ofRaw(sha256.digest()).equals(manifest.blockDigest(index))) {
      boolean mixed = index == firstBlock && firstBlockSegments.size() > 1;
      List<Suspects.Suspicion> suspicions =
          mixed ? Suspects.of(firstBlockSegments, complete) : List.of();
      complete.release();
      throw new WrongBlockException(index, suspicions);
    }
    verified.accept(index, complete);
  }

  synchronized boolean isComplete() {
    return block > lastBlock;
  }

  /** Lets go of a block that is not complete; bytes that still come are ignored. */
  synchronized void release() {
    released = true;
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }

  /** Receives a block that matched its digest, and its reference. */
  @FunctionalInterface
  interface Verified {
    void accept(int block, ByteBuf bytes);
  }

  /** A block that does not match its digest. */
  static final class WrongBlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int block;

    /** Who may have lied, where it came from several; empty = the one host did. */
    final transient List<Suspects.Suspicion> suspicions;

    WrongBlockException(int block, List<Suspects.Suspicion> suspicions) {
      super("block " + block + " does not match its digest", null, false, false);
      this.block = block;
      this.suspicions = suspicions;
    }
  }

  /** More bytes than were asked for. */
  static final class ExcessBytesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExcessBytesException() {
      super("more bytes than were asked for", null, false, false);
    }
  }
}
