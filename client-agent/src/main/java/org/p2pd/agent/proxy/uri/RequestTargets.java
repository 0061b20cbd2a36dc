package org.p2pd.agent.proxy.uri;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Has the user's port take request targets as browsers and players write them, which no URI may be. It stands before the
 * handler that encodes such targets for every service, since sites are to get them as they were sent.
 */
@Component
public final class RequestTargets implements NettyServerCustomizer {
  /** The header, of this process only, with the target as it was sent, where that is none that a URI may be. */
  public static final String AS_SENT = "p2pd-target-as-sent";

  RequestTargets() {}

  @Override
  public HttpServer apply(HttpServer server) {
    return server.doOnChannelInit((observer, channel, remote) -> channel
        .pipeline()
        .addAfter(NettyPipeline.HttpCodec, TargetHandler.NAME, new TargetHandler()));
  }
}
