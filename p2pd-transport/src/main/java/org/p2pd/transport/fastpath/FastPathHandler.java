package org.p2pd.transport.fastpath;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.serve.Selection;
import org.p2pd.transport.trace.TraceContext;
import org.p2pd.transport.trace.Traces;

/**
 * Answers plain GETs of one connection, in the order of the requests.
 *
 * <p>While the routes owe an answer everything goes to them; while an answer of its own is under way, requests that
 * arrive wait here. They are at most what one read brought: nothing more is read meanwhile.
 */
final class FastPathHandler extends ChannelDuplexHandler {
  private final FastPathSource source;
  private final boolean isTracing;
  private final PlainGet plain = new PlainGet();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private int owedByRoutes;
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
    } else if (underWay != null) {
      waiting.add(message);
    } else if (!(message instanceof HttpRequest request) || !isTaken(context, request)) {
      passOn(context, message);
    }
  }

  private void passOn(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      owedByRoutes++;
    }
    context.fireChannelRead(message);
  }

  private boolean isTaken(ChannelHandlerContext context, HttpRequest request) {
    if (owedByRoutes > 0
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
    readOn(context);
  }

  /** Nothing has left yet: the routes' turn. */
  void declined(ChannelHandlerContext context, HttpRequest request) {
    underWay = null;
    passOn(context, request);
    passOn(context, LastHttpContent.EMPTY_LAST_CONTENT);
    readOn(context);
  }

  private void readOn(ChannelHandlerContext context) {
    while (underWay == null && !waiting.isEmpty()) {
      channelRead(context, waiting.remove());
    }
    if (underWay == null) {
      context.read();
    }
  }

  /** Nothing is read for the routes while an answer is under way here. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (underWay == null) {
      context.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      owedByRoutes--;
    }
    var unused = context.write(message, promise);
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    if (underWay != null) {
      underWay.connectionLost();
      underWay = null;
    }
    context.fireChannelInactive();
  }
}
