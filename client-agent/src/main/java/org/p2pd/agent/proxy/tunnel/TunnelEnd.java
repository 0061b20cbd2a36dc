package org.p2pd.agent.proxy.tunnel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.netty.NettyPipeline;

/**
 * One end of a tunnel: what is read here is written there, and only then is more read, so that a slow side slows the
 * other and nothing piles up. When one side closes, what it said still goes out, and then both are closed (RFC 9110
 * §9.3.6); so is a tunnel in which nothing moves for {@value #IDLE_MINUTES} minutes.
 */
final class TunnelEnd extends ChannelInboundHandlerAdapter {
  private static final long IDLE_MINUTES = 10;
  private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

  private final Channel there;

  private TunnelEnd(Channel there) {
    this.there = there;
  }

  /**
   * Makes a tunnel of {@code client} and {@code server}, of the same event loop. HTTP is taken off the client's pipeline
   * before it hears that it may send: a read may be under way already.
   */
  static void join(Channel client, Channel server) {
    client.config().setAutoRead(false);
    add(server, client);
    add(client, server);
    takeHttpOff(client.pipeline());
    var unused =
        client.writeAndFlush(Unpooled.copiedBuffer(ESTABLISHED, StandardCharsets.US_ASCII));
    server.read();
    client.read();
  }

  private static void add(Channel here, Channel there) {
    here.pipeline()
        .addLast(new IdleStateHandler(0, 0, IDLE_MINUTES, TimeUnit.MINUTES), new TunnelEnd(there));
  }

  /** From the end, so that what HTTP has read already comes out at the tunnel's end. */
  private static void takeHttpOff(ChannelPipeline pipeline) {
    List<String> names = pipeline.names();
    for (int i = names.size() - 1; i >= names.indexOf(NettyPipeline.HttpCodec); i--) {
      ChannelHandler handler = pipeline.get(names.get(i));
      if (handler != null
          && !(handler instanceof TunnelEnd || handler.getClass() == IdleStateHandler.class)) {
        pipeline.remove(handler);
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object message) {
    var unused = there.writeAndFlush(message).addListener((ChannelFutureListener) written -> {
      if (written.isSuccess()) {
        here.read();
      } else {
        end(here);
      }
    });
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext here, Object event) {
    if (event instanceof IdleStateEvent) {
      end(here);
    }
  }

  /** What was read before still goes out. */
  @Override
  public void channelInactive(ChannelHandlerContext here) {
    var unused =
        there.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
    end(here);
  }

  private static void end(ChannelHandlerContext here) {
    var unused = here.close();
  }
}
