package org.p2pd.transport.fastpath;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.edge.HttpClock;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.serve.Piece.FilePiece;
import org.p2pd.transport.serve.Piece.MemoryPiece;
import org.p2pd.transport.serve.Piece.RegionPiece;
import org.p2pd.transport.serve.Selection;
import org.p2pd.transport.trace.AccessLog;
import org.p2pd.transport.trace.TraceContext;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One answer on its way: the head and the first pieces leave in one flush, further ones once some before have left. Of
 * pieces that are here at once up to {@value #LEAVING_BYTES_MAX} bytes wait for the client, of those that come later one;
 * those that are in memory go through the pipeline as one. All of it happens on the connection's event loop.
 */
final class FastPathResponse implements CoreSubscriber<Piece> {
  private static final Logger LOG = LoggerFactory.getLogger(FastPathResponse.class);

  /** Pieces that were prepared and are not wanted any more are released by whatever operator holds them. */
  private static final Context DISCARDING =
      Operators.enableOnDiscard(Context.empty(), FastPathResponse::discard);

  private static final AsciiString REQUEST_ID = AsciiString.of(TraceContext.REQUEST_ID_FIELD);

  /** What one system call hands to the kernel at most, so that the receiver is woken once for it. */
  private static final long LEAVING_BYTES_MAX = 1 << 20;

  private final ChannelHandlerContext context;
  private final EventLoop loop;
  private final HttpRequest request;
  private final FastPathAnswer answer;
  private final Selection selection;
  private final ByteRange range;
  private final FastPathHandler handler;
  private final String requestId;
  private final long begunNanos = System.nanoTime();
  /** Pieces in memory that came at once and were not written yet. */
  private final List<ByteBuf> gathered = new ArrayList<>(4);

  private @Nullable Subscription pieces;
  private long remainingBytes;
  private long leavingBytes;
  /** A piece was asked for and has not come. */
  private boolean awaiting;
  /** The source is being asked right now: what comes meanwhile was here at once. */
  private boolean asking;

  private boolean headWritten;
  private boolean done;

  FastPathResponse(
      ChannelHandlerContext context,
      HttpRequest request,
      FastPathAnswer answer,
      Selection selection,
      FastPathHandler handler) {
    this.context = context;
    this.loop = context.channel().eventLoop();
    this.request = request;
    this.answer = answer;
    this.selection = selection;
    this.range = Objects.requireNonNull(selection.range());
    this.remainingBytes = range.length();
    this.handler = handler;
    this.requestId = TraceContext.traceIdOf(
        request.headers().get(TraceContext.FIELD),
        request.headers().get(TraceContext.REQUEST_ID_FIELD));
  }

  void start() {
    answer.body().apply(range).subscribe(this);
  }

  private static void discard(Object object) {
    if (object instanceof Piece piece) {
      piece.release();
    }
  }

  @Override
  public Context currentContext() {
    return DISCARDING;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    pieces = subscription;
    onLoop(() -> goOn(subscription));
  }

  @Override
  public void onNext(Piece piece) {
    onLoop(() -> arrived(piece));
  }

  @Override
  public void onError(Throwable error) {
    onLoop(() -> fail(error));
  }

  @Override
  public void onComplete() {
    onLoop(() -> {
      if (remainingBytes > 0) {
        fail(new IOException("pieces lack " + remainingBytes + " bytes"));
      }
    });
  }

  private void onLoop(Runnable step) {
    if (loop.inEventLoop()) {
      step.run();
    } else {
      loop.execute(step);
    }
  }

  /** Writes pieces until enough wait to leave, or the next is not here yet; then they leave together. */
  private void goOn(Subscription source) {
    while (!done && !awaiting && remainingBytes > 0 && leavingBytes < LEAVING_BYTES_MAX) {
      awaiting = true;
      asking = true;
      source.request(1);
      asking = false;
    }
    writeGathered();
    context.flush();
  }

  private void arrived(Piece piece) {
    awaiting = false;
    accept(piece);
    if (!asking) {
      writeGathered();
      context.flush();
    }
  }

  private void accept(Piece piece) {
    long length = piece.length();
    if (done || length > remainingBytes) {
      piece.release();
      fail(new IOException("pieces hold more than the " + range.length() + " bytes of " + range));
      return;
    }
    if (!headWritten) {
      headWritten = true;
      answer.observer().started();
      answer.observer().firstByte(Duration.ofNanos(System.nanoTime() - begunNanos));
      var unused = context.write(head(), context.voidPromise());
    }
    if (piece instanceof MemoryPiece memory) {
      count(length);
      gathered.add(memory.bytes());
    } else {
      writeGathered();
      count(length);
      write(fileRegion(piece), length, false);
    }
  }

  private void count(long length) {
    remainingBytes -= length;
    leavingBytes += length;
  }

  private void writeGathered() {
    if (gathered.isEmpty()) {
      return;
    }
    ByteBuf bytes = gathered.size() == 1
        ? gathered.get(0)
        : Unpooled.wrappedBuffer(gathered.toArray(ByteBuf[]::new));
    gathered.clear();
    write(
        remainingBytes == 0 ? new DefaultLastHttpContent(bytes) : new DefaultHttpContent(bytes),
        bytes.readableBytes(),
        true);
  }

  /** Netty releases what it is given, whether it could write it or not. */
  private void write(Object message, long length, boolean copied) {
    ChannelFuture left = context.write(message);
    if (remainingBytes == 0 && !(message instanceof LastHttpContent)) {
      var unused = context.write(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
    }
    left.addListener(future -> left(length, copied, future.isSuccess(), future.cause()));
  }

  private void left(long length, boolean copied, boolean success, @Nullable Throwable cause) {
    if (done) {
      return;
    }
    if (!success) {
      fail(cause == null ? new IOException("not written") : cause);
      return;
    }
    if (copied) {
      answer.observer().sentFromMemory(length);
    } else {
      answer.observer().sent(length);
    }
    leavingBytes -= length;
    if (remainingBytes > 0) {
      goOn(Objects.requireNonNull(pieces));
    } else if (leavingBytes == 0) {
      end();
      handler.ended(context);
    }
  }

  private void end() {
    done = true;
    gathered.forEach(ByteBuf::release);
    gathered.clear();
    if (pieces != null) {
      pieces.cancel();
    }
    if (headWritten) {
      answer.observer().finished();
      if (AccessLog.isOn()) {
        logAccess();
      }
    }
  }

  private void logAccess() {
    AccessLog.answered(
        requestId,
        client(),
        request.method().name(),
        request.uri(),
        selection.status().value(),
        begunNanos);
  }

  private String client() {
    return context.channel().remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "-";
  }

  /** What fails before a byte has left is the routes' to answer; what fails later cuts the connection, behind what was here. */
  private void fail(Throwable error) {
    if (done) {
      return;
    }
    done = true;
    writeGathered();
    end();
    if (headWritten) {
      LOG.atInfo()
          .addKeyValue("http.request.id", requestId)
          .log(
              "response cut with {} bytes to go, request {}: {}",
              remainingBytes,
              requestId,
              error.toString());
      context.flush();
      var unused = context.close();
    } else {
      handler.declined(context, request);
    }
  }

  void connectionLost() {
    if (!done) {
      end();
    }
  }

  private DefaultHttpResponse head() {
    boolean part = selection.status() == HttpStatus.PARTIAL_CONTENT;
    return new DefaultHttpResponse(
        HttpVersion.HTTP_1_1,
        part ? HttpResponseStatus.PARTIAL_CONTENT : HttpResponseStatus.OK,
        part ? partHeaders() : wholeHeaders());
  }

  private HttpHeaders wholeHeaders() {
    return answer
        .headers()
        .with(
            HttpHeaderNames.DATE,
            HttpClock.date(),
            REQUEST_ID,
            requestId,
            HttpHeaderNames.CONTENT_LENGTH,
            Long.toString(range.length()));
  }

  private HttpHeaders partHeaders() {
    return answer
        .headers()
        .with(
            HttpHeaderNames.DATE,
            HttpClock.date(),
            REQUEST_ID,
            requestId,
            HttpHeaderNames.CONTENT_LENGTH,
            Long.toString(range.length()),
            HttpHeaderNames.CONTENT_RANGE,
            answer.representation().contentRange(range));
  }

  private static FileRegion fileRegion(Piece piece) {
    if (piece instanceof RegionPiece region) {
      return region.region();
    }
    FilePiece part = (FilePiece) piece;
    return new DefaultFileRegion(part.file().toFile(), part.position(), part.length()) {
      @Override
      protected void deallocate() {
        super.deallocate();
        part.release();
      }
    };
  }
}
