package org.p2pd.origin.serve.disk;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.serve.Piece;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Bytes of one published file on their way into one response, at most 1 MiB at a time.
 *
 * <p>A piece is made only after the one before has left, and after another look at the file: once somebody wrote into
 * it, no further byte leaves. Opening and looking happen on the disk scheduler.
 */
public final class FileReading {
  private static final long PIECE_BYTES_MAX = 1 << 20;

  private final OpenFile file;
  private final Scheduler disk;
  private Mono<Void> left = Mono.empty();

  private FileReading(OpenFile file, Scheduler disk) {
    this.file = file;
    this.disk = disk;
  }

  /** The bytes of {@code range}, or an error where the file is no longer what was published. */
  public static Flux<Piece> read(PublishedFile published, ByteRange range, Scheduler disk) {
    byte[] held = published.held();
    return held == null
        ? fromDisk(published, range, disk)
        : Flux.defer(() -> Flux.just(inMemory(held, range)));
  }

  private static Piece inMemory(byte[] held, ByteRange range) {
    return new Piece.MemoryPiece(
        Unpooled.wrappedBuffer(held, (int) range.first(), (int) range.length()));
  }

  private static Flux<Piece> fromDisk(PublishedFile published, ByteRange range, Scheduler disk) {
    return open(published, disk)
        .flatMapMany(file -> new FileReading(file, disk).pieces(range))
        .doOnDiscard(OpenFile.class, OpenFile::release);
  }

  /** The bytes of {@code range} as one piece; nobody looks at the file while it leaves. */
  public static Mono<Piece> readAtOnce(PublishedFile published, ByteRange range, Scheduler disk) {
    byte[] held = published.held();
    return held == null
        ? onePiece(published, range, disk)
        : Mono.fromCallable(() -> inMemory(held, range));
  }

  private static Mono<Piece> onePiece(PublishedFile published, ByteRange range, Scheduler disk) {
    return open(published, disk)
        .map(file -> onlyPiece(file, range))
        .doOnDiscard(OpenFile.class, OpenFile::release);
  }

  private static Mono<OpenFile> open(PublishedFile published, Scheduler disk) {
    return Mono.fromCallable(() -> OpenFile.open(published)).subscribeOn(disk);
  }

  private static Piece onlyPiece(OpenFile file, ByteRange range) {
    Piece piece = file.piece(range, () -> {});
    file.release();
    return piece;
  }

  private Flux<Piece> pieces(ByteRange range) {
    return Flux.fromIterable(parts(range))
        .concatMap(this::next, 1)
        .doFinally(signal -> file.release());
  }

  private static List<ByteRange> parts(ByteRange range) {
    List<ByteRange> parts = new ArrayList<>();
    for (long at = range.first(); at <= range.last(); at += PIECE_BYTES_MAX) {
      parts.add(new ByteRange(at, Math.min(at + PIECE_BYTES_MAX - 1, range.last())));
    }
    return parts;
  }

  private Mono<Piece> next(ByteRange part) {
    Sinks.Empty<Void> sent = Sinks.empty();
    Mono<Void> allBefore = left;
    left = sent.asMono();
    return allBefore.publishOn(disk).then(Mono.fromCallable(() -> checkedPiece(part, sent)));
  }

  private Piece checkedPiece(ByteRange part, Sinks.Empty<Void> sent) throws IOException {
    file.requireUnchanged();
    return file.piece(part, sent::tryEmitEmpty);
  }
}
