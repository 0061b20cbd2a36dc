package org.p2pd.transport.stored;

import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.serve.Piece;

/** Cuts verified blocks to the range that a client asked for. */
public final class BlockPieces {
  private BlockPieces() {}

  /** The part of {@code block} that lies in {@code range}; releasing the piece closes the block. */
  public static Piece cut(VerifiedBlock block, BlockLayout layout, ByteRange range) {
    ByteRange own = layout.rangeOf(block.index());
    long from = Math.max(own.first(), range.first()) - own.first();
    long length = Math.min(own.last(), range.last()) - own.first() - from + 1;
    if (block instanceof VerifiedBlock.Stored stored) {
      return new Piece.FilePiece(stored.lease().file(), from, length, stored::close);
    }
    VerifiedBlock.Unstored unstored = (VerifiedBlock.Unstored) block;
    return new Piece.MemoryPiece(unstored.bytes().slice((int) from, (int) length));
  }
}
