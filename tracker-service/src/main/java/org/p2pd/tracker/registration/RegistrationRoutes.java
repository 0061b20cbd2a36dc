package org.p2pd.tracker.registration;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.security.Caller;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.security.HostTokens;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /v1/hosts} and {@code DELETE /v1/hosts/{hostId}}. */
@Configuration(proxyBeanMethods = false)
class RegistrationRoutes {
  private static final int ANNOUNCE_SECONDS = 2;

  private final Hosts hosts;
  private final Gatekeeper gatekeeper;
  private final HostTokens tokens;
  private final ClientAddress addresses;
  private final CallBacks callBacks;
  private final Clock clock;
  private final MeterRegistry meters;

  RegistrationRoutes(
      Hosts hosts,
      Gatekeeper gatekeeper,
      HostTokens tokens,
      ClientAddress addresses,
      CallBacks callBacks,
      Clock clock,
      MeterRegistry meters) {
    this.hosts = hosts;
    this.gatekeeper = gatekeeper;
    this.tokens = tokens;
    this.addresses = addresses;
    this.callBacks = callBacks;
    this.clock = clock;
    this.meters = meters;
  }

  @Bean
  RouterFunction<ServerResponse> registrations() {
    return RouterFunctions.route()
        .POST("/v1/hosts", this::register)
        .DELETE("/v1/hosts/{hostId}", this::leave)
        .build();
  }

  private Mono<ServerResponse> register(ServerRequest request) {
    return Bodies.read(request, Registration.class, Bodies.BYTES_MAX)
        .flatMap(said -> register(request, said))
        .flatMap(registered -> Bodies.json(HttpStatus.CREATED, registered));
  }

  private Mono<Registered> register(ServerRequest request, Registration said) {
    Bodies.required("hostId", said.hostId());
    Caller caller = gatekeeper.callerOfAnyAge(request);
    InetAddress source = addresses.of(request);
    HostDescriptor host =
        new RegistrationRules(said, source, hasStanding(caller, said)).descriptor(clock.millis());
    boolean dialled = host.url() != null && mayDial(addresses.peer(request), source);
    return hosts
        .register(
            host, host.operator(), ownIssueTime(caller, said), caller instanceof Caller.Operator)
        .flatMap(done -> done ? Mono.just(host) : Mono.error(taken(host)))
        .delayUntil(registered -> callBacks.plan(registered, dialled))
        .doOnNext(this::count)
        .map(this::reply);
  }

  private void count(HostDescriptor host) {
    meters.counter("p2pd.tracker.registrations", "role", host.role().wireName()).increment();
  }

  /** A host that proved its standing once keeps it with the token it got for it. */
  private static boolean hasStanding(Caller caller, Registration said) {
    return caller instanceof Caller.Operator
        || (caller instanceof Caller.Host host
            && host.token().operator()
            && host.token().hostId().equals(said.hostId())
            && host.token().role() == said.role());
  }

  private static long ownIssueTime(Caller caller, Registration said) {
    return caller instanceof Caller.Host host && host.token().hostId().equals(said.hostId())
        ? host.token().issuedMillis()
        : 0;
  }

  /** A forwarded address is dialled only where the proxy's own address may reach it. */
  private static boolean mayDial(InetAddress peer, InetAddress source) {
    return Reach.of(peer).mayReach(Reach.of(source));
  }

  private static ProblemException taken(HostDescriptor host) {
    return new ProblemException(
        HttpStatus.CONFLICT,
        "hostId: " + host.hostId() + " (expected: an id that is not live, or its current token)");
  }

  private Registered reply(HostDescriptor host) {
    return new Registered(
        host.hostId(),
        host.url(),
        host.operator(),
        (int) Hosts.LEASE.toSeconds(),
        ANNOUNCE_SECONDS,
        tokens.write(host.token()),
        host.operator() && host.url() != null);
  }

  private Mono<ServerResponse> leave(ServerRequest request) {
    HostToken token = gatekeeper.requireHost(request, new HostId(request.pathVariable("hostId")));
    return hosts.remove(token).then(ServerResponse.noContent().build());
  }
}
