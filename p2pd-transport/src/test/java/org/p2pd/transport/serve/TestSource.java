package org.p2pd.transport.serve;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.serve.Piece.FilePiece;
import org.p2pd.transport.serve.Piece.MemoryPiece;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One seeded content, served block by block, one from a file and two from memory in turns. */
public final class TestSource implements ContentSource {
  public static final int BLOCK = BlockLayout.BLOCK_SIZE_MIN;

  public final byte[] bytes;
  public final Manifest manifest;
  public final AtomicInteger handedOut = new AtomicInteger();
  public final AtomicInteger released = new AtomicInteger();

  /** All pieces that were in memory. */
  public final Queue<ByteBuf> copies = new ConcurrentLinkedQueue<>();

  volatile BlockSet held = BlockSet.everything();
  volatile boolean fetches;
  public volatile int failsAtBlock = -1;

  /** Where pieces come from one at a time; null = all are there at once. */
  public volatile @Nullable Scheduler emitsOn;

  /** What happens to the pieces on their way. */
  public volatile UnaryOperator<Flux<Piece>> pieces = UnaryOperator.identity();

  private final Path file;

  public TestSource(Path directory, int length) throws IOException {
    this.bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    this.file = Files.write(directory.resolve("content-" + length), bytes);
    this.manifest =
        new Manifest(new BlockLayout(length, BLOCK), digests(), Digest.of(bytes), "text/html");
  }

  public String path() {
    return "/.p2pd/content/" + manifest.contentId();
  }

  private byte[] digests() {
    BlockLayout layout = new BlockLayout(bytes.length, BLOCK);
    byte[] all = new byte[layout.blockCount() * Digest.BYTES];
    for (int i = 0; i < layout.blockCount(); i++) {
      byte[] block = slice(layout.rangeOf(i));
      System.arraycopy(Digest.of(block).toRaw(), 0, all, i * Digest.BYTES, Digest.BYTES);
    }
    return all;
  }

  public byte[] slice(ByteRange range) {
    byte[] slice = new byte[(int) range.length()];
    System.arraycopy(bytes, (int) range.first(), slice, 0, slice.length);
    return slice;
  }

  @Override
  public Mono<Manifest> manifest(ContentId id) {
    return id.equals(manifest.contentId()) ? Mono.just(manifest) : Mono.empty();
  }

  @Override
  public BlockSet held(ContentId id) {
    return held;
  }

  @Override
  public boolean fetchesFor(InetAddress client) {
    return fetches;
  }

  @Override
  public Flux<Piece> read(Manifest manifest, ByteRange range) {
    List<ByteRange> parts = new ArrayList<>();
    for (long at = range.first(); at <= range.last(); ) {
      long blockEnd = (at / BLOCK + 1) * BLOCK - 1;
      parts.add(new ByteRange(at, Math.min(blockEnd, range.last())));
      at = blockEnd + 1;
    }
    Flux<Piece> atOnce = Flux.fromIterable(parts).map(this::piece).transform(pieces);
    Scheduler later = emitsOn;
    return later == null ? atOnce : atOnce.publishOn(later, 1);
  }

  private Piece piece(ByteRange part) {
    int index = (int) (part.first() / BLOCK);
    if (index == failsAtBlock) {
      throw new IllegalStateException("block " + index + " is gone");
    }
    if (index % 3 != 0) {
      ByteBuf copy = Unpooled.wrappedBuffer(slice(part));
      copies.add(copy);
      return new MemoryPiece(copy);
    }
    handedOut.incrementAndGet();
    return new FilePiece(file, part.first(), part.length(), released::incrementAndGet);
  }

  @Override
  public Mono<Piece> block(Digest digest) {
    for (int i = 0; i < manifest.blockCount(); i++) {
      if (manifest.blockDigest(i).equals(digest)) {
        ByteRange range = manifest.layout().rangeOf(i);
        return Mono.fromSupplier(() -> piece(range));
      }
    }
    return Mono.empty();
  }
}
