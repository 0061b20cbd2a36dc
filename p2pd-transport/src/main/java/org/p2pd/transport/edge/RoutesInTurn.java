package org.p2pd.transport.edge;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hands the routes one request of a connection after the other: the next when the answer before it has ended.
 *
 * <p>Reactor Netty 1.3.7 has a queue of its own for requests that arrive earlier, and forgets to read on behind it: where it
 * answers the queued one at once (github.com/reactor/reactor-netty, issue 4361), and where so much of a body is queued that
 * it stops reading. The connection then hangs, beyond the reach of idle time-outs. Here that queue stays empty. What waits
 * is at most what one read brought, since nothing more is read meanwhile.
 */
final class RoutesInTurn extends ChannelDuplexHandler {
  /** The class of the event is Reactor Netty's own. */
  private static final String ANSWER_ENDED = "HttpServerOperationsTerminatedEvent";

  private final Deque<Object> waiting = new ArrayDeque<>();
  private boolean answerOwed;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!waiting.isEmpty() || answerOwed && message instanceof HttpRequest) {
      waiting.add(message);
    } else {
      handOver(context, message);
    }
  }

  private void handOver(ChannelHandlerContext context, Object message) {
    answerOwed |= message instanceof HttpRequest;
    context.fireChannelRead(message);
  }

  /** The routes let go of the answer before others hear of its end, but are not done with it until this returns. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    context.fireUserEventTriggered(event);
    if (ANSWER_ENDED.equals(event.toString())) {
      context.executor().execute(() -> next(context));
    }
  }

  private void next(ChannelHandlerContext context) {
    answerOwed = false;
    while (!waiting.isEmpty() && !(answerOwed && waiting.element() instanceof HttpRequest)) {
      handOver(context, waiting.remove());
    }
    read(context);
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (waiting.isEmpty()) {
      context.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    context.fireChannelInactive();
  }
}
