package org.p2pd.tracker.complaint;

import org.p2pd.protocol.tracker.Complaint;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.dial.Reach;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code POST /v1/complaints}. A complaint is a hint: per accused host only the address prefixes that complained within
 * ten minutes are kept, its own not among them. From the third on they lower the host's chance of being named, so one
 * liar, or one owner of a network, does nothing. Nobody is banned.
 */
@Configuration(proxyBeanMethods = false)
class ComplaintRoutes {
  private final Hosts hosts;
  private final Gatekeeper gatekeeper;
  private final ClientAddress addresses;

  ComplaintRoutes(Hosts hosts, Gatekeeper gatekeeper, ClientAddress addresses) {
    this.hosts = hosts;
    this.gatekeeper = gatekeeper;
    this.addresses = addresses;
  }

  @Bean
  RouterFunction<ServerResponse> complaints() {
    return RouterFunctions.route().POST("/v1/complaints", this::complain).build();
  }

  private Mono<ServerResponse> complain(ServerRequest request) {
    return Bodies.read(request, Complaint.class, Bodies.BYTES_MAX)
        .flatMap(complaint -> note(request, complaint))
        .then(ServerResponse.accepted().build());
  }

  private Mono<Void> note(ServerRequest request, Complaint complaint) {
    gatekeeper.requireHost(request, Bodies.required("hostId", complaint.hostId()));
    Bodies.required("accused", complaint.accused());
    Bodies.required("contentId", complaint.contentId());
    String prefix = Reach.prefix(addresses.of(request));
    return hosts
        .find(complaint.accused())
        .filter(accused -> !accused.descriptor().prefix().equals(prefix))
        .flatMap(accused -> hosts.complain(complaint.accused(), prefix));
  }
}
