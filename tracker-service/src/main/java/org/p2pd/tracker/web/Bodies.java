package org.p2pd.tracker.web;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * JSON and CBOR in and out, as {@link WireForm} has them: bodies are read whole, never beyond their limit, and what is wrong with
 * one is said with the value in it.
 */
public final class Bodies {
  /** The most bytes of a body, manifests excepted. */
  public static final int BYTES_MAX = 64 << 10;

  private static final long DRAINED_BYTES_MAX = 8 << 20;

  private Bodies() {}

  /** Reads a JSON or CBOR body of at most {@code bytesMax} bytes; larger ones are refused with 413. */
  public static <T> Mono<T> read(ServerRequest request, Class<T> type, int bytesMax) {
    WireForm form = form(request);
    return wholeBody(request, bytesMax)
        .map(Bodies::toBytes)
        .switchIfEmpty(Mono.error(() -> new MalformedValueException("body", "empty", form.name())))
        .map(bytes -> parse(bytes, form, type));
  }

  private static WireForm form(ServerRequest request) {
    MediaType sent = request.headers().contentType().orElse(MediaType.APPLICATION_JSON);
    for (WireForm form : WireForm.values()) {
      if (sent.isCompatibleWith(form.mediaType())) {
        return form;
      }
    }
    throw new ProblemException(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type: " + sent + " (expected: application/json or application/cbor)");
  }

  private static Mono<DataBuffer> wholeBody(ServerRequest request, int bytesMax) {
    Flux<DataBuffer> body = request.exchange().getRequest().getBody();
    long declared = request.headers().contentLength().orElse(0);
    return declared > bytesMax
        ? drained(body, declared).then(Mono.error(() -> tooLarge(request, declared, bytesMax)))
        : DataBufferUtils.join(body, bytesMax)
            .onErrorMap(
                DataBufferLimitException.class, e -> tooLarge(request, bytesMax + 1L, bytesMax));
  }

  /** Clients that are told before they have sent everything tend to miss the answer; so let them, within reason. */
  private static Mono<Void> drained(Flux<DataBuffer> body, long declared) {
    return declared > DRAINED_BYTES_MAX
        ? Mono.empty()
        : body.doOnNext(DataBufferUtils::release).then();
  }

  private static ProblemException tooLarge(ServerRequest request, long bytes, int bytesMax) {
    request.exchange().getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
    return new ProblemException(
        HttpStatus.CONTENT_TOO_LARGE,
        "body: " + bytes + " bytes or more (expected: at most " + bytesMax + ")");
  }

  private static byte[] toBytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  /** Reads a body; whatever is wrong becomes a {@link MalformedValueException} that names it. */
  static <T> T parse(byte[] body, WireForm form, Class<T> type) {
    try {
      T value = form.mapper().readValue(body, type);
      return required("body", value);
    } catch (JacksonException e) {
      throw malformed("body", form, e);
    }
  }

  /** Reads an entry of a body by itself; whatever is wrong becomes a {@link MalformedValueException} that names it. */
  public static <T> T parse(JsonNode entry, Class<T> type) {
    try {
      return required("entry", WireFormat.json().treeToValue(entry, type));
    } catch (JacksonException e) {
      throw malformed("entry", WireForm.JSON, e);
    }
  }

  private static MalformedValueException malformed(
      String what, WireForm form, JacksonException error) {
    MalformedValueException cause = malformed(error);
    return cause != null
        ? cause
        : new MalformedValueException(what, "not readable", say(form, error));
  }

  private static @Nullable MalformedValueException malformed(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof MalformedValueException malformed) {
        return malformed;
      }
    }
    return null;
  }

  private static String say(WireForm form, JacksonException error) {
    String first = error.getCause() instanceof NullPointerException
        ? "a value is null or absent where there must be one"
        : String.valueOf(error.getOriginalMessage()).lines().findFirst().orElse(form.name());
    return form + " as described in /openapi.json; " + first;
  }

  /** A field's value; refused where it is absent, whatever its type promises. */
  public static <T> T required(String what, @Nullable T value) {
    if (value == null) {
      throw new MalformedValueException(what, "absent", "a value");
    }
    return value;
  }

  /** A value in JSON with the given status. */
  public static Mono<ServerResponse> json(HttpStatus status, Object value) {
    return ServerResponse.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .bodyValue(toJson(value));
  }

  /** A value in JSON with status 200. */
  public static Mono<ServerResponse> ok(Object value) {
    return json(HttpStatus.OK, value);
  }

  /** A value with status 200, in the form the request prefers. */
  public static Mono<ServerResponse> ok(ServerRequest request, Object value) {
    WireForm form = WireForm.preferred(request.headers().accept());
    return ServerResponse.ok()
        .contentType(form.mediaType())
        .header("Cache-Control", "no-store")
        .header("Vary", "Accept")
        .bodyValue(form.mapper().writeValueAsBytes(value));
  }

  /** A value's JSON form. */
  public static byte[] toJson(Object value) {
    return WireFormat.json().writeValueAsBytes(value);
  }
}
