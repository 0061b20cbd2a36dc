package org.p2pd.transport.serve;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads on after every answer.
 *
 * <p>Reactor Netty 1.3.7 queues a request that arrives before the answer to the one before has ended, which happens
 * where answers end on another thread. Where it then answers the queued one at once, it forgets to read the next
 * (github.com/reactor/reactor-netty, issue 4361): the connection hangs, beyond the reach of idle time-outs. One read too
 * many does no harm.
 */
final class ReadsAgain extends ChannelInboundHandlerAdapter {
  /** The class of the event is Reactor Netty's own. */
  private static final String ANSWER_ENDED = "HttpServerOperationsTerminatedEvent";

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    Channel channel = context.channel();
    if (!channel.config().isAutoRead() && ANSWER_ENDED.equals(event.toString())) {
      channel.eventLoop().execute(channel::read);
    }
    context.fireUserEventTriggered(event);
  }
}
