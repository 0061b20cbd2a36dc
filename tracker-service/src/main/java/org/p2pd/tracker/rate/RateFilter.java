package org.p2pd.tracker.rate;

import java.net.InetAddress;
import java.util.List;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.security.Caller;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
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
 * Answers 429 with {@code Retry-After} to an address (an IPv6 /64) that asks for more than its share, before anything
 * else is done for it.
 *
 * <p>A registration costs most: each is a call-back and an entry in every index. Never limits this machine's own
 * processes, nor whoever shows the operator's token or the token of a host with operator standing: an origin may state a
 * large catalogue at once.
 */
@Component
final class RateFilter implements WebFilter {
  /** Read as the route reads paths, so that no other way to write it is cheaper. */
  private static final PathPattern REGISTRATIONS =
      PathPatternParser.defaultInstance.parse("/v1/hosts");

  private static final int REGISTRATION_COST = 50;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final Rates rates;
  private final ClientAddress addresses;
  private final Gatekeeper gatekeeper;

  RateFilter(Rates rates, ClientAddress addresses, Gatekeeper gatekeeper) {
    this.rates = rates;
    this.addresses = addresses;
    this.gatekeeper = gatekeeper;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return Mono.defer(() -> limited(exchange, chain));
  }

  private Mono<Void> limited(ServerWebExchange exchange, WebFilterChain chain) {
    ServerRequest request = ServerRequest.create(exchange, List.of());
    InetAddress address = addresses.of(request);
    long waitNanos = rates.take(address, cost(request));
    return waitNanos == 0 || isOperators(gatekeeper.callerOfAnyAge(request))
        ? chain.filter(exchange)
        : Mono.error(tooMany(exchange, address, waitNanos));
  }

  private static int cost(ServerRequest request) {
    return request.method() == HttpMethod.POST
            && REGISTRATIONS.matches(request.requestPath().pathWithinApplication())
        ? REGISTRATION_COST
        : 1;
  }

  private static boolean isOperators(Caller caller) {
    return caller instanceof Caller.Operator
        || (caller instanceof Caller.Host host && host.token().operator());
  }

  private static ProblemException tooMany(
      ServerWebExchange exchange, InetAddress address, long waitNanos) {
    long seconds = 1 + (waitNanos - 1) / SECOND_NANOS;
    exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    return new ProblemException(
        HttpStatus.TOO_MANY_REQUESTS,
        "calls from " + address.getHostAddress() + ": too many (expected: the next one in "
            + seconds + " s)");
  }
}
