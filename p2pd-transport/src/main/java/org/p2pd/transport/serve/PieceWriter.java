package org.p2pd.transport.serve;

import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.p2pd.transport.serve.Piece.FilePiece;
import org.p2pd.transport.serve.Piece.MemoryPiece;
import org.p2pd.transport.serve.Piece.RegionPiece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes the pieces of one response, one after the other, straight to Reactor Netty: a {@code FileRegion} becomes a
 * {@code sendfile} call, on epoll and on NIO.
 *
 * <p>While one piece is written the next is asked for, and no more. All of it happens on the event loop of the
 * connection, so that the last bytes and the end of the answer leave in one step. One object per response.
 */
final class PieceWriter {
  private static final Logger LOG = LoggerFactory.getLogger(PieceWriter.class);
  private static final int PREPARED_PIECES = 1;

  private final ServerHttpResponse response;
  private final HttpServerResponse netty;
  private final ServingObserver observer;
  private final long begunNanos;
  private long remainingBytes;

  /**
   * Creates the writer of one response.
   *
   * @param begunNanos when its request was here, by {@link System#nanoTime}
   */
  PieceWriter(ServerHttpResponse response, long length, ServingObserver observer, long begunNanos) {
    this.response = response;
    this.begunNanos = begunNanos;
    this.netty = ServerHttpResponseDecorator.getNativeResponse(response);
    this.remainingBytes = length;
    this.observer = observer;
  }

  /** Commits the head once the first piece is there, then writes all of them. */
  Mono<Void> write(Mono<Void> head, Flux<Piece> pieces) {
    return pieces
        .publishOn(eventLoop(), PREPARED_PIECES)
        .switchOnFirst((first, all) -> writeFrom(first, head, all))
        .takeUntil(Boolean::booleanValue)
        .doOnDiscard(Piece.class, Piece::release)
        .then(Mono.<Void>fromRunnable(this::requireAllSent))
        .onErrorResume(error -> response.isCommitted(), this::cut)
        .doOnSubscribe(subscription -> observer.started())
        .doFinally(signal -> observer.finished());
  }

  private Scheduler eventLoop() {
    AtomicReference<Executor> loop = new AtomicReference<>();
    netty.withConnection(connection -> loop.set(connection.channel().eventLoop()));
    return Schedulers.fromExecutor(Objects.requireNonNull(loop.get()));
  }

  private Flux<Boolean> writeFrom(Signal<? extends Piece> first, Mono<Void> head, Flux<Piece> all) {
    Flux<Boolean> written = all.concatMap(this::writePiece, 0);
    if (!first.isOnNext()) {
      return written;
    }
    observer.firstByte(Duration.ofNanos(System.nanoTime() - begunNanos));
    return head.thenMany(written);
  }

  /** Writes one piece; true when it was the last: nobody waits for the source to say so. */
  private Mono<Boolean> writePiece(Piece piece) {
    long length = piece.length();
    remainingBytes -= length;
    if (remainingBytes < 0) {
      piece.release();
      return Mono.error(new IOException("pieces hold " + -remainingBytes + " bytes too many"));
    }
    boolean copied = piece instanceof MemoryPiece;
    return send(piece).then(Mono.fromSupplier(() -> sent(length, copied)));
  }

  private boolean sent(long length, boolean copied) {
    if (copied) {
      observer.sentFromMemory(length);
    } else {
      observer.sent(length);
    }
    return remainingBytes == 0;
  }

  /** Netty releases regions and buffers, whether it could write them or not; a file's pin is ours. */
  private Mono<Void> send(Piece piece) {
    if (piece instanceof RegionPiece region) {
      return netty.sendObject(region.region()).then();
    }
    if (piece instanceof MemoryPiece memory) {
      // Reactor Netty takes a bare buffer for a whole body.
      return netty.sendObject(new DefaultHttpContent(memory.bytes())).then();
    }
    FilePiece file = (FilePiece) piece;
    return netty
        .sendFile(file.file(), file.position(), file.length())
        .then()
        .doFinally(signal -> file.release());
  }

  private void requireAllSent() {
    if (remainingBytes > 0) {
      throw new IllegalStateException("pieces lack " + remainingBytes + " bytes");
    }
  }

  /** Ends a response that cannot go on: the client sees fewer bytes than the head promised. */
  private Mono<Void> cut(Throwable error) {
    if (!AbortedException.isConnectionReset(error)) {
      LOG.info("response cut with {} bytes to go: {}", remainingBytes, error.toString());
    }
    netty.withConnection(Connection::dispose);
    return Mono.empty();
  }
}
