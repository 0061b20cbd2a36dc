package org.p2pd.transport.problem;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.trace.RequestTracing;
import org.p2pd.transport.wire.WireFields;
import org.p2pd.transport.wire.WireFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Answers every failed request with a problem document, or the same as a page where a browser wants one.
 *
 * <p>Strangers' nonsense gets the 4xx that names the value. Our own faults get a 500 without details, and a line in the
 * log with all of them. Comes before Boot's own handler, which has order -1.
 */
@Order(-2)
public final class ProblemHandler implements WebExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(error);
    }
    ProblemException problem = classify(error);
    if (problem.status().is5xxServerError() && problem != error) {
      LOG.atError()
          .addKeyValue("http.request.id", RequestTracing.idOf(exchange))
          .setCause(error)
          .log(
              "{} {} failed, request {}",
              exchange.getRequest().getMethod(),
              exchange.getRequest().getPath(),
              RequestTracing.idOf(exchange));
    }
    return write(exchange, problem);
  }

  /** How {@code error} is answered. */
  public static ProblemException classify(Throwable error) {
    if (error instanceof ProblemException problem) {
      return problem;
    }
    MalformedValueException malformed = causeOf(error, MalformedValueException.class);
    if (malformed != null) {
      return new ProblemException(HttpStatus.BAD_REQUEST, String.valueOf(malformed.getMessage()));
    }
    InvalidMediaTypeException mediaType = causeOf(error, InvalidMediaTypeException.class);
    if (mediaType != null) {
      return new ProblemException(
          HttpStatus.BAD_REQUEST,
          "media type: " + mediaType.getMediaType() + " (expected: type/subtype); "
              + mediaType.getMessage());
    }
    if (causeOf(error, DataBufferLimitException.class) != null) {
      return new ProblemException(
          HttpStatus.CONTENT_TOO_LARGE, "body: larger than this call takes");
    }
    if (error instanceof ResponseStatusException status) {
      return new ProblemException(known(status.getStatusCode()), detail(status));
    }
    return new ProblemException(
        HttpStatus.INTERNAL_SERVER_ERROR, "a fault of this server; its log says more");
  }

  private static HttpStatus known(HttpStatusCode code) {
    HttpStatus status = HttpStatus.resolve(code.value());
    return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
  }

  private static String detail(ResponseStatusException error) {
    String reason = error.getReason();
    return reason == null ? error.getStatusCode().toString() : reason;
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable error, Class<T> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  private static Mono<Void> write(ServerWebExchange exchange, ProblemException problem) {
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(problem.status());
    HttpHeaders headers = response.getHeaders();
    boolean page = ProblemPage.isWanted(exchange.getRequest());
    headers.setContentType(page ? ProblemPage.TYPE : MediaType.APPLICATION_PROBLEM_JSON);
    headers.setCacheControl("no-store");
    if (problem.status() == HttpStatus.UNAUTHORIZED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    if (page) {
      headers.set("Content-Security-Policy", ProblemPage.POLICY);
      headers.set(WireFields.CONTENT_TYPE_OPTIONS, "nosniff");
    }
    if (problem.retryAfter() != null) {
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfter().toSeconds()));
    }
    if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
      return response.setComplete();
    }
    DataBuffer body = response.bufferFactory().wrap(page ? ProblemPage.of(problem) : body(problem));
    headers.setContentLength(body.readableByteCount());
    return response.writeWith(Mono.just(body));
  }

  /** The document, in JSON; browsers that show a page get {@link ProblemPage} instead. */
  public static byte[] body(ProblemException problem) {
    return WireFormat.json()
        .writeValueAsBytes(new Problem(
            "about:blank",
            problem.status().getReasonPhrase(),
            problem.status().value(),
            String.valueOf(problem.getMessage())));
  }
}
