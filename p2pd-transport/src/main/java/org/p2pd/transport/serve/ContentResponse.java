package org.p2pd.transport.serve;

import java.util.function.Function;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.trace.RequestTracing;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The answer to a GET or HEAD of bytes: status and headers as {@link Selection} decided, the body piece by piece without
 * a copy.
 *
 * <p>Nothing is answered before the first piece is there: what fails until then becomes an ordinary error. What fails
 * later cuts the connection, so that the client sees a short body and never a wrong one.
 */
public final class ContentResponse implements ServerResponse {
  private final Representation representation;
  private final Selection selection;
  private final HttpHeaders headers;
  private final Function<ByteRange, Flux<Piece>> body;
  private final ServingObserver observer;

  /**
   * Creates the answer.
   *
   * @param selection of {@code representation}
   * @param headers what else to say, such as {@code Content-Type} and {@code Cache-Control}; validators, length and range
   *     are added
   * @param body opens the bytes of a range; called at most once, not at all for HEAD
   */
  public ContentResponse(
      Representation representation,
      Selection selection,
      HttpHeaders headers,
      Function<ByteRange, Flux<Piece>> body,
      ServingObserver observer) {
    this.representation = representation;
    this.selection = selection;
    this.headers = headers;
    this.body = body;
    this.observer = observer;
  }

  @Override
  public HttpStatusCode statusCode() {
    return selection.status();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public MultiValueMap<String, ResponseCookie> cookies() {
    return new LinkedMultiValueMap<String, ResponseCookie>();
  }

  @Override
  public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
    return writeTo(exchange);
  }

  /** Writes the answer; completes once it has left. */
  public Mono<Void> writeTo(ServerWebExchange exchange) {
    return switch (selection.status()) {
      case OK, PARTIAL_CONTENT -> writeContent(exchange);
      case NOT_MODIFIED -> writeHead(exchange.getResponse());
      default -> Mono.error(() -> refused(exchange));
    };
  }

  private Mono<Void> writeContent(ServerWebExchange exchange) {
    ServerHttpResponse response = exchange.getResponse();
    ByteRange range = selection.range();
    if (range == null || exchange.getRequest().getMethod() == HttpMethod.HEAD) {
      return writeHead(response);
    }
    return Mono.defer(() -> new PieceWriter(
            response, range.length(), observer, RequestTracing.begunNanosOf(exchange))
        .write(writeHead(response), body.apply(range)));
  }

  /** Sets status and headers; nothing leaves before a body is written or the exchange ends. */
  private Mono<Void> writeHead(ServerHttpResponse response) {
    return Mono.defer(() -> {
      response.setStatusCode(selection.status());
      addHeaders(response.getHeaders());
      return response.setComplete();
    });
  }

  private void addHeaders(HttpHeaders target) {
    headers.forEach(target::put);
    representation.addValidators(target);
    if (selection.status() == HttpStatus.NOT_MODIFIED) {
      target.remove(HttpHeaders.CONTENT_TYPE);
      target.remove(HttpHeaders.ACCEPT_RANGES);
      return;
    }
    ByteRange range = selection.range();
    target.setContentLength(range == null ? 0 : range.length());
    if (range != null && selection.status() == HttpStatus.PARTIAL_CONTENT) {
      target.set(HttpHeaders.CONTENT_RANGE, representation.contentRange(range));
    }
  }

  private ProblemException refused(ServerWebExchange exchange) {
    HttpHeaders sent = exchange.getRequest().getHeaders();
    if (selection.status() == HttpStatus.PRECONDITION_FAILED) {
      return new ProblemException(
          HttpStatus.PRECONDITION_FAILED,
          "If-Match, If-Unmodified-Since: not met (current ETag: " + representation.etag() + ")");
    }
    exchange
        .getResponse()
        .getHeaders()
        .set(HttpHeaders.CONTENT_RANGE, "bytes */" + representation.length());
    return new ProblemException(
        selection.status(),
        "Range: " + sent.getFirst(HttpHeaders.RANGE) + " (expected: within the "
            + representation.length() + " bytes there are)");
  }
}
