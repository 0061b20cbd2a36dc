package org.p2pd.origin.serve;

import org.p2pd.transport.wire.WireFields;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets pages of any site play what is published: it is public, and no cookie ever counts here (Fetch §3.3). */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class CrossOrigin implements WebFilter {
  private static final String METHODS = "GET, HEAD, OPTIONS";
  /** Any, as CMCD (CTA-5004) or traces want; by name for browsers that take a star for a name. */
  private static final String REQUEST_HEADERS =
      "*, Range, If-Range, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, Accept";

  private static final String EXPOSED = "Accept-Ranges, Age, Content-Length, Content-Range,"
      + " Content-Digest, Content-Disposition, Date, Digest, ETag, Last-Modified, Link, Location,"
      + " Repr-Digest, Retry-After, " + WireFields.CONTENT_ID + ", " + WireFields.HAVE;
  private static final String A_DAY_SECONDS = "86400";

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    allowReading(exchange.getResponse().getHeaders());
    return exchange.getRequest().getMethod() == HttpMethod.OPTIONS
        ? options(exchange)
        : chain.filter(exchange);
  }

  /** Sets what lets pages of any site read an answer. */
  static void allowReading(HttpHeaders headers) {
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
  }

  private static Mono<Void> options(ServerWebExchange exchange) {
    HttpHeaders headers = exchange.getResponse().getHeaders();
    headers.set(HttpHeaders.ALLOW, METHODS);
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
    headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, A_DAY_SECONDS);
    exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
    return exchange.getResponse().setComplete();
  }
}
