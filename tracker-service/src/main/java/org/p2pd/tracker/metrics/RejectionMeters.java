package org.p2pd.tracker.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** Counts calls under {@code /v1} that were refused, by reason. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RejectionMeters implements WebFilter {
  private static final PathPattern API = PathPatternParser.defaultInstance.parse("/v1/**");

  private final MeterRegistry meters;

  RejectionMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (API.matches(exchange.getRequest().getPath().pathWithinApplication())) {
      exchange
          .getResponse()
          .beforeCommit(
              () -> Mono.fromRunnable(() -> count(exchange.getResponse().getStatusCode())));
    }
    return chain.filter(exchange);
  }

  /** Counts an answer with {@code status}, where it is a refusal; null = the usual one. */
  public void count(@Nullable HttpStatusCode status) {
    String reason = status == null ? null : reason(status.value());
    if (reason != null) {
      meters.counter("p2pd.tracker.rejections", "reason", reason).increment();
    }
  }

  private static @Nullable String reason(int status) {
    return switch (status) {
      case 401 -> "token";
      case 403 -> "standing";
      case 404 -> "unknown";
      case 409 -> "conflict";
      case 410 -> "recalled";
      case 413 -> "too-large";
      case 429 -> "rate";
      case 503 -> "unavailable";
      default -> status >= 500 ? "fault" : status >= 400 ? "malformed" : null;
    };
  }
}
