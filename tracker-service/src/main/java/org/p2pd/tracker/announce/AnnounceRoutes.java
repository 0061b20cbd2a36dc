package org.p2pd.tracker.announce;

import java.util.concurrent.Executor;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.HostQueryReply;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.web.Bodies;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /v1/announce}, {@code PUT /v1/hosts/{hostId}/lease}, {@code GET /v1/contents/{contentId}/hosts}. */
@Configuration(proxyBeanMethods = false)
class AnnounceRoutes {
  /** On the thread that hears Redis. */
  private static final Executor AT_ONCE = Runnable::run;

  private final Announcements announcements;
  private final Gatekeeper gatekeeper;
  private final HostQueries queries;

  AnnounceRoutes(Announcements announcements, Gatekeeper gatekeeper, HostQueries queries) {
    this.announcements = announcements;
    this.gatekeeper = gatekeeper;
    this.queries = queries;
  }

  /** First, because most calls are announces and routes are tried in order. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  RouterFunction<ServerResponse> announces() {
    return RouterFunctions.route()
        .POST("/v1/announce", this::announce)
        .PUT("/v1/hosts/{hostId}/lease", this::renew)
        .GET("/v1/contents/{contentId}/hosts", this::lookUp)
        .build();
  }

  private Mono<ServerResponse> announce(ServerRequest request) {
    return Bodies.read(request, Announce.class, Bodies.BYTES_MAX)
        .map(AnnounceRules::checked)
        .flatMap(said ->
            answer(gatekeeper.requireHost(request, Bodies.required("hostId", said.hostId())), said))
        .flatMap(reply -> Bodies.ok(request, reply));
  }

  private Mono<AnnounceReply> answer(HostToken token, Announce said) {
    return Mono.fromFuture(() -> announcements.answer(token, said, AT_ONCE), true);
  }

  private Mono<ServerResponse> renew(ServerRequest request) {
    HostId hostId = new HostId(request.pathVariable("hostId"));
    HostToken token = gatekeeper.requireHost(request, hostId);
    return Bodies.read(request, Announce.class, Bodies.BYTES_MAX)
        .map(AnnounceRules::checked)
        .map(said -> leaseOnly(hostId, said))
        .flatMap(said -> Mono.fromFuture(() -> announcements.announce(token, said, AT_ONCE), true))
        .flatMap(reply -> Bodies.ok(request, reply));
  }

  private static Announce leaseOnly(HostId hostId, Announce said) {
    HostId named = said.hostId() == null ? hostId : said.hostId();
    if (!named.equals(hostId)) {
      throw Gatekeeper.forbidden(
          "hostId: " + named + " (expected: " + hostId + ", as in the path)");
    }
    if (!said.contents().isEmpty()) {
      throw new MalformedValueException("contents", said.contents().size() + " of them", "none");
    }
    return said;
  }

  private Mono<ServerResponse> lookUp(ServerRequest request) {
    return queries
        .answer(request, HostQuery.of(request))
        .flatMap(hosts -> Bodies.ok(new HostQueryReply(hosts)));
  }
}
