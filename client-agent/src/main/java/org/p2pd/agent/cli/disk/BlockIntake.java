package org.p2pd.agent.cli.disk;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.serve.Piece;

/**
 * Assembles blocks from consecutive bytes, checks each against the manifest, and only then hands it on. Holds one block in
 * memory.
 */
public final class BlockIntake {
  private final Manifest manifest;
  private final FilmOutput output;
  private final ByteBuffer block;
  private int index;
  private long verified;

  /** The blocks of {@code manifest}, which is not empty, for {@code output}. */
  public BlockIntake(Manifest manifest, FilmOutput output) {
    this.manifest = manifest;
    this.output = output;
    this.block = ByteBuffer.allocateDirect(manifest.layout().lengthOf(0));
  }

  /** What comes next are the bytes of block {@code first} and those after it. */
  public void startAt(int first) {
    index = first;
    block.clear().limit(manifest.layout().lengthOf(first));
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
      append(each);
    }
  }

  private void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      requireMoreBlocks();
      int count = Math.min(bytes.remaining(), block.remaining());
      block.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      handOnIfFull();
    }
  }

  private void copy(Piece.FilePiece piece) throws IOException {
    try (FileChannel source = FileChannel.open(piece.file(), StandardOpenOption.READ)) {
      for (long copied = 0; copied < piece.length(); ) {
        requireMoreBlocks();
        ByteBuffer space = block.slice(
            block.position(), (int) Math.min(block.remaining(), piece.length() - copied));
        int read = source.read(space, piece.position() + copied);
        if (read < 0) {
          throw new IOException("a stored block ended early");
        }
        copied += read;
        block.position(block.position() + read);
        handOnIfFull();
      }
    }
  }

  private void requireMoreBlocks() throws IOException {
    if (index >= manifest.blockCount()) {
      throw new IOException(
          "more bytes came than the film has: " + manifest.layout().length());
    }
  }

  private void handOnIfFull() throws IOException {
    if (block.hasRemaining()) {
      return;
    }
    block.flip();
    if (!Digest.of(block).equals(manifest.blockDigest(index))) {
      throw new IOException("block " + index + " came with wrong bytes and was thrown away");
    }
    BlockLayout layout = manifest.layout();
    verified += block.remaining();
    output.write(layout.offsetOf(index), block);
    index++;
    if (index < manifest.blockCount()) {
      startAt(index);
    }
  }

  /** The bytes that were handed on so far. */
  public long verified() {
    return verified;
  }
}
