package org.p2pd.transport.fetch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

/**
 * Cuts the bytes of one response into blocks and checks each as its last byte arrives. Holds at most one block.
 * Bytes come from one thread; {@link #release} from any.
 */
final class BlockAssembly {
  private final Manifest manifest;
  private final int lastBlock;
  private final Verified verified;
  private final MessageDigest sha256 = Digest.sha256();
  private int block;
  private @Nullable ByteBuf bytes;
  private boolean released;

  BlockAssembly(Manifest manifest, int firstBlock, int lastBlock, Verified verified) {
    this.manifest = manifest;
    this.block = firstBlock;
    this.lastBlock = lastBlock;
    this.verified = verified;
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
      current = ByteBufAllocator.DEFAULT.directBuffer(length, length);
      bytes = current;
    }
    return current;
  }

  private void finishBlock(ByteBuf complete) {
    bytes = null;
    int index = block++;
    if (!Digest.ofRaw(sha256.digest()).equals(manifest.blockDigest(index))) {
      complete.release();
      throw new WrongBlockException(index);
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

    WrongBlockException(int block) {
      super("block " + block + " does not match its digest", null, false, false);
      this.block = block;
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
