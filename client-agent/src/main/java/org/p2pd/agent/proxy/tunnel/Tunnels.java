package org.p2pd.agent.proxy.tunnel;

import java.util.concurrent.Semaphore;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.transport.dial.Dialer;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Has the user's port answer {@code CONNECT}. Dials under the same rules as everything else; at most {@value #MAX} tunnels
 * at once.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
public final class Tunnels implements NettyServerCustomizer {
  private static final int MAX = 256;

  private final Dialer dialer;
  private final Semaphore free = new Semaphore(MAX);

  Tunnels(AgentNode node) {
    this.dialer = node.dialer();
  }

  @Override
  public HttpServer apply(HttpServer server) {
    return server.doOnChannelInit((observer, channel, remote) -> channel
        .pipeline()
        .addAfter(NettyPipeline.HttpCodec, ConnectHandler.NAME, new ConnectHandler(dialer, free)));
  }
}
