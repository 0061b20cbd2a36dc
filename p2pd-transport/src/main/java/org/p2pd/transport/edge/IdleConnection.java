package org.p2pd.transport.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which no request arrived for a while although none is being answered; half a request counts as
 * none. Stands behind the HTTP codec, so that whoever answers is seen.
 */
final class IdleConnection extends IdleStateHandler {
  private final long idleNanos;
  private int unanswered;
  private long answeredNanos = System.nanoTime();

  IdleConnection(Duration idle) {
    super(true, idle.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
    this.idleNanos = idle.toNanos();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpRequest) {
      unanswered++;
    }
    super.channelRead(context, message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      unanswered--;
      answeredNanos = System.nanoTime();
    }
    super.write(context, message, promise);
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  @Override
  protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
    if (event.state() == IdleState.READER_IDLE
        && unanswered <= 0
        && System.nanoTime() - answeredNanos >= idleNanos) {
      var unused = context.close();
    }
  }
}
