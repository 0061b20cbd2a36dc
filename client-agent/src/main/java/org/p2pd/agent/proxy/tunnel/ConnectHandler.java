package org.p2pd.agent.proxy.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.proxy.uri.Refusal;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.dial.Reach;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.NettyPipeline;

/**
 * Turns one connection into a tunnel when it asks for that: dials the first address of the target that answers, then
 * leaves the pipeline to two {@link TunnelEnd}s. All on the connection's event loop.
 *
 * <p>What the client sends before it hears that it may is none of HTTP's any more: it is kept and goes first through the
 * tunnel. Beyond {@value #EARLY_BYTES_MAX} bytes of it no more is read until there is one.
 */
final class ConnectHandler extends ChannelInboundHandlerAdapter {
  static final String NAME = "p2pd-connect";

  private static final int CONNECT_MILLIS_MAX = 3_000;
  private static final int EARLY_BYTES_MAX = 64 << 10;

  private final Dialer dialer;
  private final Semaphore free;
  private final Disposable.Swap resolution = Disposables.swap();
  private final Queue<Object> early = new ArrayDeque<>();
  private int earlyBytes;
  private boolean taken;

  ConnectHandler(Dialer dialer, Semaphore free) {
    this.dialer = dialer;
    this.free = free;
  }

  @Override
  public void channelRead(ChannelHandlerContext client, Object message) {
    if (taken) {
      keep(client, message);
    } else if (message instanceof HttpRequest request
        && request.method().equals(HttpMethod.CONNECT)) {
      taken = true;
      ReferenceCountUtil.release(message);
      readNoMoreHttp(client);
      begin(client, request);
    } else {
      client.fireChannelRead(message);
    }
  }

  /** The answer may still be HTTP. What was read behind the head comes here as bytes. */
  private static void readNoMoreHttp(ChannelHandlerContext client) {
    ChannelHandler codec = client.pipeline().get(NettyPipeline.HttpCodec);
    if (codec instanceof HttpServerCodec http) {
      http.removeInboundHandler();
    }
  }

  private void keep(ChannelHandlerContext client, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(message);
      return;
    }
    early.add(bytes);
    earlyBytes += bytes.readableBytes();
    if (earlyBytes > EARLY_BYTES_MAX) {
      client.channel().config().setAutoRead(false);
    }
  }

  /** As the tunnel begins, or the connection ends. */
  @Override
  public void handlerRemoved(ChannelHandlerContext client) {
    for (Object bytes = early.poll(); bytes != null; bytes = early.poll()) {
      client.fireChannelRead(bytes);
    }
  }

  private void begin(ChannelHandlerContext client, HttpRequest request) {
    try {
      Target target = Target.of(request);
      if (free.tryAcquire()) {
        client.channel().closeFuture().addListener(closed -> free.release());
        resolve(client, target);
      } else {
        Refusal.write(client, HttpResponseStatus.SERVICE_UNAVAILABLE, "too many tunnels at once");
      }
    } catch (MalformedValueException e) {
      Refusal.write(client, HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private void resolve(ChannelHandlerContext client, Target target) {
    resolution.update(dialer
        .addressesOf(target.host())
        .subscribe(
            found -> client.executor().execute(() -> dial(client, target, found, null)),
            unknown -> client.executor().execute(() -> unreachable(client, target, unknown))));
  }

  /** Tries one address after the other. */
  private void dial(
      ChannelHandlerContext client,
      Target target,
      List<String> addresses,
      @Nullable Throwable last) {
    if (addresses.isEmpty()) {
      if (last == null) {
        Refusal.write(
            client,
            HttpResponseStatus.FORBIDDEN,
            target.host() + " may not be dialled (P2PD_NETWORK_ALLOW adds networks)");
      } else {
        unreachable(client, target, last);
      }
      return;
    }
    InetAddress address = Reach.literal(addresses.get(0));
    if (isThisPort(client.channel(), address, target.port())) {
      Refusal.write(
          client, HttpResponseStatus.NOT_FOUND, "the agent is not reached through itself");
      return;
    }
    new Bootstrap()
        .group(client.channel().eventLoop())
        .channel(client.channel().getClass())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.AUTO_READ, false)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(new InetSocketAddress(address, target.port()))
        .addListener((ChannelFutureListener) dialled -> {
          if (dialled.isSuccess()) {
            join(client, dialled.channel());
          } else {
            dial(client, target, addresses.subList(1, addresses.size()), dialled.cause());
          }
        });
  }

  private static boolean isThisPort(Channel channel, @Nullable InetAddress address, int port) {
    return address != null
        && address.isLoopbackAddress()
        && channel.localAddress() instanceof InetSocketAddress own
        && own.getPort() == port;
  }

  private static void join(ChannelHandlerContext client, Channel server) {
    if (!client.channel().isActive()) {
      var unused = server.close();
      return;
    }
    TunnelEnd.join(client.channel(), server);
  }

  private static void unreachable(ChannelHandlerContext client, Target target, Throwable cause) {
    String reason = cause instanceof IOException ? String.valueOf(cause.getMessage()) : "" + cause;
    Refusal.write(
        client,
        HttpResponseStatus.BAD_GATEWAY,
        target.host() + ":" + target.port() + " can't be reached: " + reason);
  }

  @Override
  public void channelInactive(ChannelHandlerContext client) {
    resolution.dispose();
    client.fireChannelInactive();
  }
}
