package org.p2pd.agent.gateway;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.stereotype.Component;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The user's port on {@code ::1} as well: programs that know the agent as {@code localhost} may try that first. Only where
 * the agent listens on 127.0.0.1, and the machine has IPv6.
 */
@Component
final class Ipv6Loopback implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Ipv6Loopback.class);
  private static final String LOOPBACK = "::1";

  private final HttpHandler handler;
  private final List<NettyServerCustomizer> customizers;
  private final boolean wanted;
  private volatile @Nullable DisposableServer server;

  Ipv6Loopback(
      HttpHandler handler,
      ObjectProvider<NettyServerCustomizer> customizers,
      ServerProperties properties) {
    this.handler = handler;
    this.customizers = customizers.orderedStream().toList();
    InetAddress address = properties.getAddress();
    this.wanted =
        address != null && address.isLoopbackAddress() && address.getAddress().length == 4;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    boolean users = event.getApplicationContext().getServerNamespace() == null;
    if (users && wanted && server == null) {
      server = listen(event.getWebServer().getPort());
    }
  }

  private @Nullable DisposableServer listen(int port) {
    try {
      HttpServer server = HttpServer.create().host(LOOPBACK).port(port);
      for (NettyServerCustomizer customizer : customizers) {
        server = customizer.apply(server);
      }
      return server.handle(new ReactorHttpHandlerAdapter(handler)).bindNow();
    } catch (ChannelBindException e) {
      LOG.info("Not listening on [{}]:{}: {}", LOOPBACK, port, e.getMessage());
      return null;
    }
  }

  @Override
  public void destroy() {
    DisposableServer listening = server;
    if (listening != null) {
      listening.disposeNow();
    }
  }
}
