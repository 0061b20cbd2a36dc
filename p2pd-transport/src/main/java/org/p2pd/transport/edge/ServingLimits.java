package org.p2pd.transport.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Bounds on what one connection may cost a server; Reactor Netty by itself lets slow ones stay for ever, and hangs some.
 *
 * @param idle how long a connection may stay open between requests, and how long a request's head may take
 * @param request how long a request's body may take; content nodes have no use for one
 * @param stalled how long a client may take nothing at all of a response that waits for it
 */
public record ServingLimits(Duration idle, Duration request, Duration stalled)
    implements NettyServerCustomizer {
  /** The handler in a connection's pipeline before which whoever answers instead of the routes has its place. */
  public static final String ROUTES = "routes";

  /** Any name that can be published, 4 096 characters, percent-encoded once more as part of a query. */
  private static final int INITIAL_LINE_BYTES_MAX = 8 << 10;

  private static final int HEADER_BYTES_MAX = 16 << 10;

  /** Bytes that wait in a socket before the kernel could send them: enough for a round of the event loop, and no more. */
  private static final long UNSENT_BYTES_MAX = 256 << 10;

  /** A minute between requests, ten seconds for a body, half a minute without progress. */
  public static final ServingLimits DEFAULT =
      new ServingLimits(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(30));

  @Override
  public HttpServer apply(HttpServer server) {
    return limitHead(server)
        .compress(false)
        .requestTimeout(request)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .doOnChannelInit((observer, channel, remote) -> limit(channel));
  }

  /**
   * Sets what a request's head may hold. The framework sets the same from its own properties after the customizers that are
   * beans, and the last one counts: a service's server is told again, see {@link HttpEdge}.
   */
  static HttpServer limitHead(HttpServer server) {
    return server.httpRequestDecoder(decoder ->
        decoder.maxInitialLineLength(INITIAL_LINE_BYTES_MAX).maxHeaderSize(HEADER_BYTES_MAX));
  }

  private void limit(Channel channel) {
    channel
        .pipeline()
        .addFirst(new StalledClient(stalled))
        .addAfter(NettyPipeline.HttpCodec, "idle", new IdleConnection(idle))
        .addAfter(NettyPipeline.HttpCodec, "target", new RequestTarget())
        .addBefore(NettyPipeline.HttpTrafficHandler, ROUTES, new RoutesInTurn());
    if (channel instanceof EpollSocketChannel socket) {
      socket.config().setTcpNotSentLowAt(UNSENT_BYTES_MAX);
    }
  }
}
