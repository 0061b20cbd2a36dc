package org.p2pd.tracker.fastpath;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.tracker.web.Failures;
import org.p2pd.transport.edge.HttpClock;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.problem.ProblemHandler;
import org.p2pd.transport.trace.AccessLog;
import org.p2pd.transport.trace.TraceContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** The answer to one call, with the fields that the routes' answers have. */
final class AnnounceResponse {
  private static final Logger LOG = LoggerFactory.getLogger(AnnounceResponse.class);
  private static final AsciiString REQUEST_ID = AsciiString.of(TraceContext.REQUEST_ID_FIELD);
  private static final AsciiString SNIFF = AsciiString.of("X-Content-Type-Options");
  private static final AsciiString NO_SNIFF = AsciiString.of("nosniff");
  private static final AsciiString NO_STORE = AsciiString.of("no-store");
  private static final AsciiString JSON = AsciiString.of("application/json");
  private static final AsciiString PROBLEM = AsciiString.of("application/problem+json");

  /** One for each event loop. */
  private static final FastThreadLocal<ReplyJsonWriter> TEXT = new FastThreadLocal<>() {
    @Override
    protected ReplyJsonWriter initialValue() {
      return new ReplyJsonWriter();
    }
  };

  private final ChannelHandlerContext context;
  private final String requestId;
  private final long begunNanos = System.nanoTime();

  AnnounceResponse(ChannelHandlerContext context, HttpRequest request) {
    this.context = context;
    this.requestId = TraceContext.traceIdOf(
        request.headers().get(TraceContext.FIELD),
        request.headers().get(TraceContext.REQUEST_ID_FIELD));
  }

  ChannelHandlerContext context() {
    return context;
  }

  /** Since the call was here. */
  long nanos() {
    return System.nanoTime() - begunNanos;
  }

  /** Sends {@code reply}, or what is wrong; tells which status that was. */
  HttpStatus write(@Nullable AnnounceReply reply, @Nullable Throwable error) {
    HttpStatus status = reply != null ? sent(reply) : refused(error);
    if (AccessLog.isOn()) {
      AccessLog.answered(
          requestId, client(), "POST", AnnounceFastPathHandler.PATH, status.value(), begunNanos);
    }
    return status;
  }

  private String client() {
    return context.channel().remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "-";
  }

  private HttpStatus sent(AnnounceReply reply) {
    ByteBuf body = TEXT.get().write(reply, context.alloc());
    send(
        HttpResponseStatus.OK,
        body,
        fields(body, JSON, HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT));
    return HttpStatus.OK;
  }

  private HttpStatus refused(@Nullable Throwable error) {
    Throwable failure = error == null ? new IllegalStateException("no answer") : error;
    ProblemException problem = Failures.problem(failure);
    if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
      LOG.atError()
          .addKeyValue("http.request.id", requestId)
          .setCause(failure)
          .log("POST {} failed, request {}", AnnounceFastPathHandler.PATH, requestId);
    }
    ByteBuf body = Unpooled.wrappedBuffer(ProblemHandler.body(problem));
    Duration later = problem.retryAfter();
    send(
        HttpResponseStatus.valueOf(problem.status().value()),
        body,
        later == null
            ? fields(body, PROBLEM)
            : fields(body, PROBLEM, HttpHeaderNames.RETRY_AFTER, Long.toString(later.toSeconds())));
    return problem.status();
  }

  private HttpHeaders fields(ByteBuf body, CharSequence type, CharSequence... more) {
    CharSequence[] fields = {
      HttpHeaderNames.CONTENT_TYPE,
      type,
      HttpHeaderNames.CONTENT_LENGTH,
      Integer.toString(body.readableBytes()),
      HttpHeaderNames.CACHE_CONTROL,
      NO_STORE,
      HttpHeaderNames.DATE,
      HttpClock.date(),
      SNIFF,
      NO_SNIFF,
      REQUEST_ID,
      requestId
    };
    CharSequence[] all = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return new ReadOnlyHttpHeaders(false, all);
  }

  private void send(HttpResponseStatus status, ByteBuf body, HttpHeaders fields) {
    var unused = context.writeAndFlush(new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, status, body, fields, EmptyHttpHeaders.INSTANCE));
  }
}
