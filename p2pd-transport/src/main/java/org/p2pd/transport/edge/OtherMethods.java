package org.p2pd.transport.edge;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers requests for a known path with a method that has no route: HEAD like GET without the body (RFC 9110 §9.1), OPTIONS
 * with the methods there are, all others with 405 and {@code Allow} (§15.5.6). Looks only after no route took the request,
 * so the others cost nothing.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
public final class OtherMethods implements WebFilter {
  private static final List<HttpMethod> ROUTED =
      List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  private final Supplier<Stream<? extends RouterFunction<?>>> routes;
  private final List<HttpMessageReader<?>> readers =
      HandlerStrategies.withDefaults().messageReaders();

  /** Creates a filter before the dispatcher of {@code routes}, which are asked for at each request that none took. */
  public OtherMethods(Supplier<Stream<? extends RouterFunction<?>>> routes) {
    this.routes = routes;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return chain
        .filter(exchange)
        .onErrorResume(
            OtherMethods::isNoRoute,
            error -> allowed(exchange).flatMap(allowed -> answer(exchange, chain, allowed, error)));
  }

  private static boolean isNoRoute(Throwable error) {
    return error instanceof ResponseStatusException status
        && status.getStatusCode() == HttpStatus.NOT_FOUND;
  }

  private Mono<Set<HttpMethod>> allowed(ServerWebExchange exchange) {
    return Flux.fromIterable(ROUTED)
        .filterWhen(method -> isRouted(with(exchange, method)))
        .collectList()
        .map(TreeSet::new);
  }

  private Mono<Boolean> isRouted(ServerWebExchange exchange) {
    ServerRequest request = ServerRequest.create(exchange, readers);
    return Flux.<RouterFunction<?>>fromStream(routes::get)
        .concatMap(each -> each.route(request))
        .hasElements();
  }

  private static Mono<Void> answer(
      ServerWebExchange exchange,
      WebFilterChain chain,
      Set<HttpMethod> allowed,
      Throwable noRoute) {
    HttpMethod method = exchange.getRequest().getMethod();
    if (allowed.isEmpty()) {
      return Mono.error(
          noRoute instanceof NoResourceFoundException ? noRoute : nothingAt(exchange));
    }
    if (method == HttpMethod.HEAD && allowed.contains(HttpMethod.GET)) {
      return chain.filter(with(exchange, HttpMethod.GET));
    }
    allowed.add(HttpMethod.OPTIONS);
    if (allowed.contains(HttpMethod.GET)) {
      allowed.add(HttpMethod.HEAD);
    }
    exchange.getResponse().getHeaders().setAllow(allowed);
    if (method == HttpMethod.OPTIONS) {
      exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
      return exchange.getResponse().setComplete();
    }
    return Mono.error(new ProblemException(
        HttpStatus.METHOD_NOT_ALLOWED,
        "method: " + method + " (expected: one of " + allowed + ")"));
  }

  private static ProblemException nothingAt(ServerWebExchange exchange) {
    return ProblemException.notFound("path: " + exchange.getRequest().getPath().value()
        + " (expected: one that this service has)");
  }

  private static ServerWebExchange with(ServerWebExchange exchange, HttpMethod method) {
    return exchange.mutate().request(request -> request.method(method)).build();
  }
}
