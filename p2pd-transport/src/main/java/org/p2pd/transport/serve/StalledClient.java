package org.p2pd.transport.serve;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose client took no byte for a while although some were waiting for it.
 *
 * <p>Waiting for a disk or for another host is no stall: then nothing waits to be written.
 */
final class StalledClient extends IdleStateHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StalledClient.class);

  StalledClient(Duration stalled) {
    super(true, 0, stalled.toMillis(), 0, TimeUnit.MILLISECONDS);
  }

  @Override
  protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
    ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
    if (waiting != null && !waiting.isEmpty()) {
      LOG.info("{} took nothing of its response: closed", context.channel().remoteAddress());
      var unused = context.close();
    }
  }
}
