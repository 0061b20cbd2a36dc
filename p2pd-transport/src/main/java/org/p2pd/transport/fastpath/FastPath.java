package org.p2pd.transport.fastpath;

import org.p2pd.transport.edge.ServingLimits;
import org.p2pd.transport.trace.Traces;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.http.server.HttpServer;

/** Puts the fast path into every connection of a server that has {@link ServingLimits}; HTTP/1.1 only. */
public final class FastPath implements NettyServerCustomizer {
  private final FastPathSource source;
  private final Traces traces;

  /**
   * Creates the fast path for what {@code source} has ready.
   *
   * @param traces where they are on, requests within a trace go to the routes, which make spans
   */
  public FastPath(FastPathSource source, Traces traces) {
    this.source = source;
    this.traces = traces;
  }

  @Override
  public HttpServer apply(HttpServer server) {
    return server.doOnChannelInit((observer, channel, remote) -> channel
        .pipeline()
        .addBefore(ServingLimits.ROUTES, "fast-path", new FastPathHandler(source, traces)));
  }
}
