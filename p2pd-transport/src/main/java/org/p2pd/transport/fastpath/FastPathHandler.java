package org.p2pd.transport.fastpath;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.serve.Selection;
import org.p2pd.transport.trace.TraceContext;
import org.p2pd.transport.trace.Traces;

/** Answers plain GETs of one connection; the routes answer all other requests. */
final class FastPathHandler extends PipelineGate {
  private final FastPathSource source;
  private final boolean isTracing;
  private final PlainGet plain = new PlainGet();
  private boolean endOfRequestDue;
  private @Nullable FastPathResponse underWay;

  FastPathHandler(FastPathSource source, Traces traces) {
    this.source = source;
    this.isTracing = traces.isOn();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (endOfRequestDue && message instanceof LastHttpContent) {
      endOfRequestDue = false;
      ReferenceCountUtil.release(message);
    } else {
      super.channelRead(context, message);
    }
  }

  @Override
  protected boolean isAnswering() {
    return underWay != null;
  }

  @Override
  protected void take(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HttpRequest request) || !isTaken(context, request)) {
      passOn(context, message);
    }
  }

  private boolean isTaken(ChannelHandlerContext context, HttpRequest request) {
    if (!routesAreDone()
        || !plain.matches(request)
        || isTracing && request.headers().contains(TraceContext.FIELD)) {
      return false;
    }
    FastPathAnswer answer = source.find(request.uri(), request);
    if (answer == null) {
      return false;
    }
    Selection selection = Selection.ofGet(request.headers(), answer.representation());
    if (selection.range() == null) {
      return false;
    }
    endOfRequestDue = true;
    underWay = new FastPathResponse(context, request, answer, selection, this);
    underWay.start();
    return true;
  }

  /** The answer has left: the next request's turn. */
  void ended(ChannelHandlerContext context) {
    underWay = null;
    goOn(context);
  }

  /** Nothing has left yet: the routes' turn. */
  void declined(ChannelHandlerContext context, HttpRequest request) {
    underWay = null;
    passOn(context, request);
    passOn(context, LastHttpContent.EMPTY_LAST_CONTENT);
    goOn(context);
  }

  @Override
  protected void connectionLost() {
    if (underWay != null) {
      underWay.connectionLost();
      underWay = null;
    }
  }
}
