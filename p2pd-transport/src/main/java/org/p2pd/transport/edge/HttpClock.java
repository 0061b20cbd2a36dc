package org.p2pd.transport.edge;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Says {@code Date} in every answer, as a server with a clock must (RFC 9110 §6.6.1); formatted once a second. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class HttpClock implements WebFilter {
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
          "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  private static volatile Second now = Second.of(System.currentTimeMillis() / 1000);

  /** The present second as an HTTP date. */
  public static AsciiString date() {
    long second = System.currentTimeMillis() / 1000;
    Second cached = now;
    if (cached.epochSecond() != second) {
      cached = Second.of(second);
      now = cached;
    }
    return cached.text();
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    exchange.getResponse().getHeaders().set(HttpHeaders.DATE, date().toString());
    return chain.filter(exchange);
  }

  private record Second(long epochSecond, AsciiString text) {
    static Second of(long epochSecond) {
      return new Second(
          epochSecond, new AsciiString(FORM.format(Instant.ofEpochSecond(epochSecond))));
    }
  }
}
