package org.p2pd.agent.sharing;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.serve.ContentSource;
import org.p2pd.transport.serve.Piece;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is stored, for others: 503 while sharing rests or as many as may are being sent something; files leave in pieces
 * small enough for the limit to be kept smoothly.
 */
final class SharedContent implements ContentSource {
  private static final long PIECE_BYTES_MAX = 1 << 20;
  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final Duration RESTING = Duration.ofMinutes(5);

  private final ContentSource stored;
  private final Sharing sharing;

  SharedContent(ContentSource stored, Sharing sharing) {
    this.stored = stored;
    this.sharing = sharing;
  }

  @Override
  public Mono<Manifest> manifest(ContentId id) {
    return stored.manifest(id);
  }

  @Override
  public BlockSet held(ContentId id) {
    return sharing.paused() == null ? stored.held(id) : BlockSet.empty();
  }

  @Override
  public boolean fetchesFor(InetAddress client) {
    return false;
  }

  @Override
  public Flux<Piece> read(Manifest manifest, ByteRange range) {
    return Flux.defer(() -> {
      requireShared();
      return stored.read(manifest, range).concatMapIterable(this::smaller, 1);
    });
  }

  @Override
  public Mono<Piece> block(Digest digest) {
    return Mono.defer(() -> {
      requireShared();
      return stored.block(digest);
    });
  }

  private void requireShared() {
    String paused = sharing.paused();
    if (paused != null) {
      throw ProblemException.unavailable("nothing is shared now: " + paused, RESTING);
    }
    if (sharing.isTooMuch()) {
      throw ProblemException.unavailable("as many as may are being sent something", BUSY);
    }
  }

  private List<Piece> smaller(Piece piece) {
    long bytesMax = sharing.pieceBytesMax(PIECE_BYTES_MAX);
    return piece instanceof Piece.FilePiece file && file.length() > bytesMax
        ? cut(file, bytesMax)
        : List.of(piece);
  }

  /** The file's end is told when the last of its pieces was. */
  private static List<Piece> cut(Piece.FilePiece file, long bytesMax) {
    int count = Math.toIntExact((file.length() + bytesMax - 1) / bytesMax);
    AtomicInteger held = new AtomicInteger(count);
    Runnable release = () -> {
      if (held.decrementAndGet() == 0) {
        file.release();
      }
    };
    List<Piece> pieces = new ArrayList<>(count);
    for (long from = 0; from < file.length(); from += bytesMax) {
      long length = Math.min(bytesMax, file.length() - from);
      pieces.add(new Piece.FilePiece(file.file(), file.position() + from, length, release));
    }
    return pieces;
  }
}
