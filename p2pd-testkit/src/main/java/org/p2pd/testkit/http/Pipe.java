package org.p2pd.testkit.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One direction of one connection: a thread reads no faster than the line carries, another writes when the bytes have
 * been under way long enough. The first bytes of a connection are a round trip later, as TCP's handshake makes them.
 *
 * <p>At most {@link #PIECES_MAX} pieces are under way, which is 8 MiB where the line has no limit.
 */
final class Pipe {
  private static final int PIECE_BYTES = 16 << 10;
  private static final int LIMITED_PIECE_BYTES = 1 << 10;
  private static final int PIECES_MAX = 512;

  private final Network network;
  private final Socket from;
  private final Socket to;
  private final boolean downstream;
  private final BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES_MAX);
  private final ResponseBodies bodies = new ResponseBodies();
  private final AtomicLong counter;
  private final long openedNanos = System.nanoTime();
  private long carried;

  Pipe(Network network, Socket from, Socket to, boolean downstream) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.downstream = downstream;
    this.counter = downstream ? network.bytesDownstream : network.bytesUpstream;
  }

  /** Reads to the end of the stream. */
  void read() throws InterruptedException {
    try {
      Piece piece;
      do {
        piece = nextPiece();
        underWay.put(piece);
      } while (piece.length > 0);
    } catch (IOException e) {
      underWay.put(Piece.BROKEN);
    }
  }

  /** Forgets what is under way, so that a reader waiting for room goes on and finds its socket closed. */
  void abandon() {
    underWay.clear();
  }

  private Piece nextPiece() throws IOException, InterruptedException {
    byte[] bytes =
        new byte[network.faults().bytesPerSecond() > 0 ? LIMITED_PIECE_BYTES : PIECE_BYTES];
    int length = Math.max(0, from.getInputStream().read(bytes));
    if (downstream) {
      network.carry(length);
    }
    return new Piece(bytes, length, leavesNanos() + delay(network.faults()).toNanos());
  }

  /** Now; towards the host not before the handshake is over. */
  private long leavesNanos() {
    long now = System.nanoTime();
    Faults faults = network.faults();
    long handshaken =
        openedNanos + faults.delayUpstream().plus(faults.delayDownstream()).toNanos();
    return downstream || now - handshaken > 0 ? now : handshaken;
  }

  private Duration delay(Faults faults) {
    return downstream ? faults.delayDownstream() : faults.delayUpstream();
  }

  /** Writes to the end of the stream; returns false when the connection is to be reset. */
  boolean write() throws InterruptedException {
    try {
      while (true) {
        Piece piece = underWay.take();
        if (piece == Piece.BROKEN) {
          return false;
        }
        network.awaitUntil(piece.dueNanos);
        if (piece.length == 0) {
          to.shutdownOutput();
          return true;
        }
        if (!carry(piece)) {
          return false;
        }
      }
    } catch (IOException e) {
      return false;
    }
  }

  private boolean carry(Piece piece) throws IOException, InterruptedException {
    if (downstream) {
      bodies.corrupt(piece.bytes, piece.length, network.faults().corruptAt());
    }
    int sent = 0;
    while (sent < piece.length) {
      int allowed = allowed(piece.length - sent);
      to.getOutputStream().write(piece.bytes, sent, allowed);
      sent += allowed;
      carried += allowed;
      counter.addAndGet(allowed);
      if (isAt(network.faults().cutAfter())) {
        return false;
      }
      network.awaitWhile(faults -> isAt(faults.stallAfter()));
    }
    return true;
  }

  /** How many of {@code wanted} bytes pass before a stall or a cut; none only where the limit was set too late. */
  private int allowed(int wanted) {
    Faults faults = network.faults();
    return (int) Math.min(wanted, Math.min(left(faults.stallAfter()), left(faults.cutAfter())));
  }

  private long left(long limit) {
    return !downstream || limit < 0 ? Long.MAX_VALUE : Math.max(0, limit - carried);
  }

  private boolean isAt(long limit) {
    return left(limit) == 0;
  }

  /** Bytes under way; none = the end of the stream. */
  private static final class Piece {
    /** The stream ended in an error. */
    static final Piece BROKEN = new Piece(new byte[0], 0, 0);

    final byte[] bytes;
    final int length;
    final long dueNanos;

    Piece(byte[] bytes, int length, long dueNanos) {
      this.bytes = bytes;
      this.length = length;
      this.dueNanos = dueNanos;
    }
  }
}
