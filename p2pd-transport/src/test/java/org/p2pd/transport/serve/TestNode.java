package org.p2pd.transport.serve;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.p2pd.transport.edge.HostHeader;
import org.p2pd.transport.edge.OtherMethods;
import org.p2pd.transport.edge.ReadOnlyMethods;
import org.p2pd.transport.edge.ServingLimits;
import org.p2pd.transport.problem.ProblemHandler;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** A content node on a loopback port: the routes under test, filters and limits as in a service. */
public final class TestNode implements AutoCloseable {
  public static final ServingLimits LIMITS =
      new ServingLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(300));

  /** The class of every object that was handed to the socket. */
  public final Queue<Class<?>> written = new ConcurrentLinkedQueue<>();

  private final LoopResources loop = LoopResources.create("node", 1, true);
  private final DisposableServer server;

  public TestNode(RouterFunction<ServerResponse> routes, boolean preferNative) {
    this(routes, preferNative, LIMITS);
  }

  /** A node that {@code more} customizes after the limits. */
  public TestNode(
      RouterFunction<ServerResponse> routes,
      boolean preferNative,
      ServingLimits limits,
      NettyServerCustomizer... more) {
    HttpHandler handler = WebHttpHandlerBuilder.webHandler(RouterFunctions.toWebHandler(routes))
        .filter(new HostHeader(), new ReadOnlyMethods(), new OtherMethods(() -> Stream.of(routes)))
        .exceptionHandler(new ProblemHandler())
        .build();
    HttpServer customized = limits.apply(HttpServer.create());
    for (NettyServerCustomizer each : more) {
      customized = each.apply(customized);
    }
    server = customized
        .host("127.0.0.1")
        .port(0)
        .runOn(loop, preferNative)
        .doOnChannelInit((observer, channel, remote) -> channel.pipeline().addFirst(new Probe()))
        .handle(new ReactorHttpHandlerAdapter(handler))
        .bindNow();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.address();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + address().getPort() + path;
  }

  @Override
  public void close() {
    server.disposeNow();
    loop.dispose();
  }

  public static List<Boolean> transports() {
    return List.of(true, false);
  }

  private final class Probe extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      written.add(message.getClass());
      super.write(context, message, promise);
    }
  }
}
