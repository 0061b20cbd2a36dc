package org.p2pd.transport.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.problem.ProblemHandler;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Says what is wrong with a target that is no URI even after {@link RequestTarget}, as {@code /%zz} is not: the framework
 * answers it before any route with a 400 and not a word.
 */
final class MalformedTarget implements NettyServerCustomizer {

  @Override
  public HttpServer apply(HttpServer server) {
    return server.mapHandle((handled, connection) -> connection instanceof HttpServerResponse answer
            && connection instanceof HttpServerRequest request
        ? handled.then(Mono.defer(() -> isBare(answer) ? explained(request, answer) : Mono.empty()))
        : handled);
  }

  /** A route's own answer to {@code HEAD} is not sent yet either, but says what kind of document it would be. */
  private static boolean isBare(HttpServerResponse answer) {
    return HttpResponseStatus.BAD_REQUEST.equals(answer.status())
        && !answer.hasSentHeaders()
        && !answer.responseHeaders().contains(HttpHeaderNames.CONTENT_TYPE);
  }

  private static Mono<Void> explained(HttpServerRequest request, HttpServerResponse answer) {
    byte[] problem = ProblemHandler.body(ProblemHandler.classify(new MalformedValueException(
        "target", request.uri(), "a URI as in RFC 3986, with % only before two hex digits")));
    return answer
        .header(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
        .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(problem.length))
        .header(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .sendByteArray(Mono.just(problem))
        .then();
  }
}
