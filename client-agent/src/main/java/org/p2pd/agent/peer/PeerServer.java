package org.p2pd.agent.peer;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.agent.reach.PortMapping;
import org.p2pd.agent.settings.AgentSettings;
import org.p2pd.agent.settings.Privacy;
import org.p2pd.agent.sharing.Sharing;
import org.p2pd.transport.edge.HostHeader;
import org.p2pd.transport.edge.OtherMethods;
import org.p2pd.transport.edge.ReadOnlyMethods;
import org.p2pd.transport.edge.ServingLimits;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.problem.ProblemHandler;
import org.p2pd.transport.serve.ContentRoutes;
import org.p2pd.transport.serve.TrafficObserver;
import org.p2pd.transport.settings.SettingException;
import org.p2pd.transport.trace.RequestTracing;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.IdentityRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The agent's other port. Answers {@code /.p2pd/…} and {@code /.well-known/ni/…} for blocks that are stored, never anything
 * by name, never what is not here. Begins the membership once it listens, since the tracker wants to know its port.
 */
@Component
final class PeerServer implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);

  private final AgentNode node;
  private final AgentSettings settings;
  private final Sharing sharing;
  private final Traces traces;
  private volatile List<DisposableServer> servers = List.of();
  private volatile @Nullable PortMapping mapping;
  private volatile int outsidePort;
  private volatile boolean running;

  PeerServer(AgentNode node, AgentSettings settings, Sharing sharing, Traces traces) {
    this.node = node;
    this.traces = traces;
    this.settings = settings;
    this.sharing = sharing;
  }

  @Override
  public void start() {
    running = true;
    if (!settings.share() || settings.privacy() == Privacy.NONE) {
      LOG.info("Sharing is off: this agent only downloads");
      node.join(0);
      return;
    }
    DisposableServer server = listen();
    servers = List.of(server);
    LOG.info("Sharing stored blocks on port {}", server.port());
    outsidePort = server.port();
    node.join(portNow());
    sharing.onChange(() -> node.shareAt(portNow()));
    sharing.start();
    if (settings.portMapping()) {
      PortMapping opened = new PortMapping(server.port(), node::isShutIn, this::comeTo);
      opened.start();
      mapping = opened;
    }
  }

  private void comeTo(int port) {
    outsidePort = port;
    node.shareAt(portNow());
  }

  /** Where others are to come now; 0 while sharing rests. */
  private int portNow() {
    return sharing.status().sharing() ? outsidePort : 0;
  }

  private DisposableServer listen() {
    try {
      HttpServer server = HttpServer.create().host(settings.peerBind()).port(settings.peerPort());
      return sharing
          .limited(ServingLimits.DEFAULT.apply(server))
          .handle(new ReactorHttpHandlerAdapter(handler()))
          .bindNow();
    } catch (ChannelBindException e) {
      throw new SettingException(
          "P2PD_AGENT_PEER_PORT",
          settings.peerPort(),
          "a free port; 0 takes any, P2PD_AGENT_SHARE=false needs none");
    }
  }

  private HttpHandler handler() {
    RouterFunction<ServerResponse> routes = ContentRoutes.of(
            sharing.shared(node.stored()), TrafficObserver.ofHosts(node.traffic()))
        .and(IdentityRoutes.of(node.session()));
    return RouterFunctions.toHttpHandler(
        routes,
        HandlerStrategies.builder()
            .webFilter(new RequestTracing(traces))
            .webFilter(new HostHeader())
            .webFilter(this::onlyWhereKnown)
            .webFilter(new ReadOnlyMethods())
            .webFilter(new OtherMethods(() -> Stream.of(routes)))
            .exceptionHandler(new ProblemHandler())
            .build());
  }

  /** Who is not to be known of does not tell strangers what it holds. */
  private Mono<Void> onlyWhereKnown(ServerWebExchange exchange, WebFilterChain chain) {
    return node.mayBeKnown()
        ? chain.filter(exchange)
        : Mono.error(ProblemException.notFound("nothing is shared here"));
  }

  @Override
  public void stop() {
    running = false;
    PortMapping opened = mapping;
    if (opened != null) {
      opened.close();
    }
    servers.forEach(DisposableServer::disposeNow);
    servers = List.of();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
