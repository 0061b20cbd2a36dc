package org.p2pd.agent.proxy;

import java.util.Optional;
import org.p2pd.agent.film.FilmResponses;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Requests in absolute form, as clients send them to a proxy: films of the tracker's authorities come through the swarm,
 * all else is relayed, and so is a film whose swarm cannot be asked about.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class ForwardProxy implements WebFilter {
  private final FilmResponses films;
  private final Relay relay;
  private final ApplicationContext userPort;

  ForwardProxy(FilmResponses films, Relay relay, ApplicationContext userPort) {
    this.userPort = userPort;
    this.films = films;
    this.relay = relay;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
    String target = request.uri();
    if (target.startsWith("/") || exchange.getApplicationContext() != userPort) {
      return chain.filter(exchange);
    }
    if (!target.regionMatches(true, 0, "http://", 0, "http://".length())) {
      return Mono.error(new MalformedValueException(
          "request target", target, "http://authority/path; CONNECT host:port for https"));
    }
    return proxied(exchange, target);
  }

  private Mono<Void> proxied(ServerWebExchange exchange, String target) {
    return Mono.justOrEmpty(nameOf(target))
        .filter(name -> isReading(exchange.getRequest()))
        .flatMap(name -> films.writeFromAnywhere(exchange, name))
        .onErrorResume(
            ProblemException.class,
            error -> error.status() == HttpStatus.BAD_GATEWAY ? Mono.empty() : Mono.error(error))
        .switchIfEmpty(Mono.defer(() -> relay.pass(exchange, target).thenReturn(true)))
        .then();
  }

  private static boolean isReading(ServerHttpRequest request) {
    return request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
  }

  /** The film's name; empty for a target that no film can have, such as the root. */
  private static Optional<ContentName> nameOf(String target) {
    try {
      return Optional.of(ContentName.parse(target));
    } catch (MalformedValueException e) {
      return Optional.empty();
    }
  }
}
