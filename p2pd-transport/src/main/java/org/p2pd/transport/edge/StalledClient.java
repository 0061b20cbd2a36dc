package org.p2pd.transport.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose client took less than {@value #BYTES_MIN} bytes in a while although more were waiting for it:
 * one that trickles holds a file and memory just as one that has gone.
 *
 * <p>Looks from time to time, so that sending itself costs nothing. Waiting for a disk, for another host or for a rate
 * limit is no stall: then nothing waits to be written.
 */
final class StalledClient extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(StalledClient.class);
  private static final long BYTES_MIN = 16 << 10;

  private final Duration stalled;
  private @Nullable Future<?> nextLook;
  private @Nullable Object message;
  private long messageBytes;

  StalledClient(Duration stalled) {
    this.stalled = stalled;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    long millis = stalled.toMillis();
    nextLook = context
        .channel()
        .eventLoop()
        .scheduleAtFixedRate(() -> look(context.channel()), millis, millis, TimeUnit.MILLISECONDS);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (nextLook != null) {
      nextLook.cancel(false);
    }
    context.fireChannelInactive();
  }

  private void look(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    Object current = waiting == null ? null : waiting.current();
    long bytes = waiting == null ? 0 : waiting.currentProgress();
    if (current != null && current == message && bytes - messageBytes < BYTES_MIN) {
      LOG.info("{} takes too little of its response: closed", channel.remoteAddress());
      var unused = channel.close();
    }
    message = current;
    messageBytes = bytes;
  }
}
