package org.p2pd.transport.serve;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.nio.file.Path;

/**
 * A run of bytes ready to leave: part of a file, which the kernel sends without a copy, or memory.
 *
 * <p>Whoever holds a piece releases it exactly once. Handing it to {@link ContentResponse} hands over that duty, also
 * when the client goes away before the piece is written.
 */
public sealed interface Piece {
  /** The number of bytes, at least 1. */
  long length();

  /** Gives back what the piece holds: its place in a pool, a pin on a file, an open file. */
  void release();

  /**
   * Part of a file that stays what it is for as long as the piece is held: a stored block. Opened when it is written.
   *
   * @param file never changes until {@code onRelease} has run
   * @param position of the first byte in the file
   * @param length bytes, at least 1
   * @param onRelease runs once, after the last byte left or when it is clear that none will
   */
  record FilePiece(Path file, long position, long length, Runnable onRelease) implements Piece {
    @Override
    public void release() {
      onRelease.run();
    }
  }

  /**
   * Part of a file that is open already: for files that may be replaced by others of the same name, so that all pieces
   * of a response come from one and the same file. Not for TLS connections.
   *
   * @param region released by Netty once written; closes or keeps its file as its owner made it
   */
  record RegionPiece(FileRegion region) implements Piece {
    @Override
    public long length() {
      return region.count();
    }

    @Override
    public void release() {
      region.release();
    }
  }

  /**
   * Bytes in memory.
   *
   * @param bytes the readable bytes are the piece; released by Netty once written
   */
  record MemoryPiece(ByteBuf bytes) implements Piece {
    @Override
    public long length() {
      return bytes.readableBytes();
    }

    @Override
    public void release() {
      bytes.release();
    }
  }
}
