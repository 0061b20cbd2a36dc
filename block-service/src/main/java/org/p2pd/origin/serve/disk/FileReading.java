package org.p2pd.origin.serve.disk;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.serve.Piece;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * Bytes of one open file on their way into one response, piece by piece.
 *
 * <p>A piece is made only after the one before has left, and only while the file is known to stand as it was published:
 * once somebody wrote into it, no further byte leaves. The look that tells is at most {@value OpenFile#LOOK_VALID_MILLIS}
 * ms old and happens on the disk scheduler; while it is younger nothing waits. For one subscriber; takes over the
 * caller's hold on the file.
 */
final class FileReading implements Publisher<Piece>, Subscription {
  private final OpenFile file;
  private final long end;
  private final long pieceBytesMax;
  private final Scheduler disk;
  private final AtomicLong demand = new AtomicLong();
  /** Steps that are due; whoever makes it 1 takes them, so that they never overlap. */
  private final AtomicInteger due = new AtomicInteger();

  private final AtomicInteger piecesOut = new AtomicInteger();
  private Subscriber<? super Piece> reader = Operators.emptySubscriber();
  private volatile boolean cancelled;
  private volatile boolean looking;
  private volatile @Nullable Throwable gone;
  private long next;
  private boolean ended;

  FileReading(OpenFile file, ByteRange range, long pieceBytesMax, Scheduler disk) {
    this.file = file;
    this.next = range.first();
    this.end = range.last() + 1;
    this.pieceBytesMax = pieceBytesMax;
    this.disk = disk;
  }

  @Override
  public void subscribe(Subscriber<? super Piece> subscriber) {
    reader = subscriber;
    subscriber.onSubscribe(this);
  }

  @Override
  public void request(long pieces) {
    demand.accumulateAndGet(pieces, Operators::addCap);
    goOn();
  }

  @Override
  public void cancel() {
    cancelled = true;
    goOn();
  }

  private void goOn() {
    if (due.getAndIncrement() > 0) {
      return;
    }
    int taken = 1;
    do {
      step();
      taken = due.addAndGet(-taken);
    } while (taken > 0);
  }

  private void step() {
    Throwable error = gone;
    if (ended) {
      return;
    }
    if (cancelled) {
      end();
    } else if (error != null) {
      end();
      reader.onError(error);
    } else if (next == end) {
      end();
      reader.onComplete();
    } else if (demand.get() > 0 && piecesOut.get() == 0 && !looking) {
      advance();
    }
  }

  private void end() {
    ended = true;
    file.release();
  }

  private void advance() {
    if (file.wasLookedAtJustNow()) {
      emit();
    } else {
      lookAgain();
    }
  }

  private void lookAgain() {
    looking = true;
    try {
      disk.schedule(this::look);
    } catch (RejectedExecutionException e) {
      gone = e;
      goOn();
    }
  }

  private void look() {
    try {
      file.requireUnchanged();
    } catch (Exception e) {
      gone = e;
    }
    looking = false;
    goOn();
  }

  private void emit() {
    ByteRange part = ByteRange.ofLength(next, Math.min(pieceBytesMax, end - next));
    next += part.length();
    demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
    piecesOut.incrementAndGet();
    reader.onNext(file.piece(part, this::left));
    if (next == end) {
      goOn();
    }
  }

  private void left() {
    piecesOut.decrementAndGet();
    goOn();
  }
}
