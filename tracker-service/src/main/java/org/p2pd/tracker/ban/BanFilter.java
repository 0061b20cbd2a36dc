package org.p2pd.tracker.ban;

import java.net.InetAddress;
import java.util.List;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.security.Caller;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Answers 403 to calls from networks that the operator refuses, his own excepted. A host that may no longer announce is
 * gone from all answers when its lease ends.
 */
@Component
final class BanFilter implements WebFilter {
  /** Read as the routes read paths, so that none is written in a way that they know and this does not. */
  private static final PathPattern API = PathPatternParser.defaultInstance.parse("/v1/**");

  private final Bans bans;
  private final ClientAddress addresses;
  private final Gatekeeper gatekeeper;

  BanFilter(Bans bans, ClientAddress addresses, Gatekeeper gatekeeper) {
    this.bans = bans;
    this.addresses = addresses;
    this.gatekeeper = gatekeeper;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return API.matches(exchange.getRequest().getPath().pathWithinApplication())
        ? Mono.defer(() -> checked(exchange, chain))
        : chain.filter(exchange);
  }

  private Mono<Void> checked(ServerWebExchange exchange, WebFilterChain chain) {
    ServerRequest request = ServerRequest.create(exchange, List.of());
    InetAddress address = addresses.of(request);
    return bans.of(address)
        .filter(ban -> !(gatekeeper.callerOfAnyAge(request) instanceof Caller.Operator))
        .<Mono<Void>>map(ban -> Mono.error(refused(address, ban)))
        .orElseGet(() -> chain.filter(exchange));
  }

  private static ProblemException refused(InetAddress address, Ban ban) {
    return new ProblemException(
        HttpStatus.FORBIDDEN,
        "address: " + address.getHostAddress()
            + " (expected: one that the operator does not refuse; until " + ban.until() + ")");
  }
}
