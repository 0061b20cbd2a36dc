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

/**
 * Keeps the answers of one connection in the order of its requests, where some are answered here and others by the web
 * framework's routes.
 *
 * <p>While the routes still have a response to write, {@link #routesAreDone} is false and everything is to be forwarded to
 * them. While an answer of the gate's own is under way, messages that arrive wait here. They are at most what one read brought:
 * nothing more is read meanwhile.
 */
public abstract class PipelineGate extends ChannelDuplexHandler {
  private final Deque<Object> waiting = new ArrayDeque<>();
  private int owedByRoutes;

  /** Whether an answer of the gate's own is under way. */
  protected abstract boolean isAnswering();

  /** Takes up a message, or forwards it by {@link #passOn}; called only while no answer of the gate's own is under way. */
  protected abstract void take(ChannelHandlerContext context, Object message);

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isAnswering()) {
      waiting.add(message);
    } else {
      take(context, message);
    }
  }

  /** Whether the routes owe no response, so that the next one may be the gate's own. */
  protected final boolean routesAreDone() {
    return owedByRoutes == 0;
  }

  /** Forwards a message to the routes. */
  protected final void passOn(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      owedByRoutes++;
    }
    context.fireChannelRead(message);
  }

  /** Goes on with what waits, and then with the connection, once an answer of the gate's own has ended. */
  protected final void goOn(ChannelHandlerContext context) {
    while (!isAnswering() && !waiting.isEmpty()) {
      channelRead(context, waiting.remove());
    }
    if (!isAnswering()) {
      readMore(context);
    }
  }

  /** Reads from the connection. */
  protected void readMore(ChannelHandlerContext context) {
    context.read();
  }

  /** Nothing is read for the routes while an answer of the gate's own is under way. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (!isAnswering()) {
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

  /** Lets go of what the gate's own answers hold; nothing waits any more. */
  protected abstract void connectionLost();

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    connectionLost();
    context.fireChannelInactive();
  }
}
