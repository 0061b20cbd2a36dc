package org.p2pd.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.trace.TraceContext;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.wire.WireFormat;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.core.JacksonException;

/**
 * Calls that send and receive JSON. An answer larger or later than its bound is an error; a status of 300 or above is
 * an {@link HttpStatusException}, as redirects are not followed. Calls for a request carry its trace context.
 */
public final class JsonHttp {
  private static final String JSON = "application/json";
  private static final int SHOWN_CHARS_MAX = 300;

  private final HttpClient client;
  private final Duration timeMax;

  /**
   * Creates a caller.
   *
   * @param timeMax how long one call may take, connecting and reading included
   */
  public JsonHttp(HttpClient client, Duration timeMax) {
    this.client = client;
    this.timeMax = timeMax;
  }

  /** Gets a document of at most {@code bytesMax} bytes; empty for status 404. */
  public <T> Mono<T> get(URI uri, String accept, Class<T> type, int bytesMax) {
    return call(
            client.headers(headers -> headers.set(HttpHeaderNames.ACCEPT, accept)),
            HttpMethod.GET,
            uri,
            null,
            bytesMax)
        .map(body -> read(uri, body, type))
        .onErrorResume(
            HttpStatusException.class, e -> e.status() == 404 ? Mono.empty() : Mono.error(e));
  }

  /** As {@link #get(URI, String, Class, int)}, for plain JSON. */
  public <T> Mono<T> get(URI uri, Class<T> type, int bytesMax) {
    return get(uri, JSON, type, bytesMax);
  }

  /** Sends a body, or none, and reads an answer of at most {@code bytesMax} bytes; an empty answer is an empty Mono. */
  public <T> Mono<T> send(
      HttpMethod method,
      URI uri,
      @Nullable Object body,
      @Nullable String bearer,
      Class<T> type,
      int bytesMax) {
    return call(client.headers(authorization(bearer)), method, uri, body, bytesMax)
        .filter(bytes -> bytes.length > 0)
        .map(bytes -> read(uri, bytes, type));
  }

  private static Consumer<io.netty.handler.codec.http.HttpHeaders> authorization(
      @Nullable String bearer) {
    return headers -> {
      if (bearer != null) {
        headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + bearer);
      }
    };
  }

  private Mono<byte[]> call(
      HttpClient client, HttpMethod method, URI uri, @Nullable Object body, int bytesMax) {
    return Mono.deferContextual(
        request -> call(client, method, uri, body, bytesMax, Traces.in(request)));
  }

  private Mono<byte[]> call(
      HttpClient client,
      HttpMethod method,
      URI uri,
      @Nullable Object body,
      int bytesMax,
      @Nullable TraceContext trace) {
    return client
        .headers(headers -> {
          if (body != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, JSON);
          }
          if (trace != null) {
            headers.set(TraceContext.FIELD, trace.toField());
          }
        })
        .request(method)
        .uri(uri)
        .send(Mono.fromSupplier(() -> encode(body)))
        .response((response, content) -> answer(method, uri, response, content, bytesMax))
        .next()
        .timeout(timeMax);
  }

  private static ByteBuf encode(@Nullable Object body) {
    return body == null
        ? Unpooled.EMPTY_BUFFER
        : Unpooled.wrappedBuffer(WireFormat.json().writeValueAsBytes(body));
  }

  private static Mono<byte[]> answer(
      HttpMethod method,
      URI uri,
      HttpClientResponse response,
      Flux<ByteBuf> content,
      int bytesMax) {
    int status = response.status().code();
    Mono<byte[]> bytes = BoundedBody.read(content, bytesMax);
    return status < 300
        ? bytes
        : bytes.flatMap(
            body -> Mono.error(new HttpStatusException(method + " " + uri, status, shown(body))));
  }

  private static String shown(byte[] body) {
    String text = new String(body, UTF_8);
    return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
  }

  private static <T> T read(URI uri, byte[] body, Class<T> type) {
    try {
      return WireFormat.json().readValue(body, type);
    } catch (JacksonException e) {
      throw new MalformedAnswerException(uri, e);
    }
  }
}
