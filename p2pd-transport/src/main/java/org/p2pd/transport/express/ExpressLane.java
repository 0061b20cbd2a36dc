package org.p2pd.transport.express;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Puts the short way into every connection of a server; HTTP/1.1 only. */
public final class ExpressLane implements NettyServerCustomizer {
  private final ExpressSource source;

  /** Creates the lane for what {@code source} has ready. */
  public ExpressLane(ExpressSource source) {
    this.source = source;
  }

  @Override
  public HttpServer apply(HttpServer server) {
    return server.doOnChannelInit((observer, channel, remote) -> channel
        .pipeline()
        .addBefore(NettyPipeline.HttpTrafficHandler, "express", new ExpressHandler(source)));
  }
}
