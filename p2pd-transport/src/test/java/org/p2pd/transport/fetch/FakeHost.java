package org.p2pd.transport.fetch;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.source.Source;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A host on real HTTP that serves one content well or badly, and counts what it was asked. */
public final class FakeHost implements AutoCloseable {
  public enum Manners {
    HONEST,
    LIES,
    STALLS,
    DIES,
    LIES_AND_DIES,
    REFUSES,
    ANSWERS_ANOTHER_RANGE,
    SENDS_TOO_MUCH,
    IS_BOUND_TO_ANOTHER_CONTENT,
    REDIRECTS,
    SAYS_416,
    HAS_ENDLESS_HEADER,
    RESETS,
    ENDS_EARLY,
    DRIPS
  }

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final byte[] content;
  private final HostRole role;
  private final boolean operator;
  private final DisposableServer server;
  private volatile Manners manners;
  final AtomicInteger requests = new AtomicInteger();
  public final AtomicInteger haveAsked = new AtomicInteger();
  final AtomicLong bytes = new AtomicLong();

  /** Whose requests it was told they are, by their {@code traceparent}. */
  final Set<String> traces = ConcurrentHashMap.newKeySet();

  /** Requests that began in the middle of a block. */
  final AtomicInteger rests = new AtomicInteger();

  FakeHost(byte[] content, HostRole role, boolean operator, Manners manners) {
    this.content = content;
    this.role = role;
    this.operator = operator;
    this.manners = manners;
    this.server =
        HttpServer.create().host("127.0.0.1").port(0).handle(this::answer).bindNow();
  }

  static FakeHost origin(byte[] content) {
    return new FakeHost(content, HostRole.ORIGIN, true, Manners.HONEST);
  }

  public static FakeHost peer(byte[] content, Manners manners) {
    return new FakeHost(content, HostRole.AGENT, false, manners);
  }

  public Source source() {
    return source(BlockSet.everything());
  }

  Source source(BlockSet blocks) {
    byte[] id = new byte[16];
    id[0] = (byte) server.port();
    id[1] = (byte) (server.port() >> 8);
    HostId hostId = new HostId(java.util.HexFormat.of().formatHex(id));
    return new Source(
        "http://127.0.0.1:" + server.port(), hostId, role, operator, false, false, blocks);
  }

  void behave(Manners now) {
    manners = now;
  }

  private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    if (request.method() == HttpMethod.HEAD) {
      return response.status(200).send();
    }
    if (request.uri().endsWith("/have")) {
      haveAsked.incrementAndGet();
      return response.sendString(Mono.just("{\"blocks\":\"*\"}"));
    }
    requests.incrementAndGet();
    traces.add(request.requestHeaders().get("traceparent", "none"));
    Matcher range = RANGE.matcher(String.valueOf(request.requestHeaders().get("Range")));
    if (!range.matches() || manners == Manners.REFUSES) {
      return response.status(503).send();
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    byte[] body = java.util.Arrays.copyOfRange(content, first, last + 1);
    if (manners == Manners.REDIRECTS) {
      return response
          .status(302)
          .header("Location", "http://127.0.0.1:1/elsewhere")
          .send();
    }
    if (manners == Manners.SAYS_416) {
      return response
          .status(416)
          .header("Content-Range", "bytes */" + content.length)
          .send();
    }
    if (manners == Manners.HAS_ENDLESS_HEADER) {
      for (int i = 0; i < 100; i++) {
        response.addHeader("X-Endless", "e".repeat(1_000));
      }
    }
    if (manners == Manners.IS_BOUND_TO_ANOTHER_CONTENT) {
      response.header("P2pd-Content-Id", "0".repeat(64));
      java.util.Arrays.fill(body, (byte) 1);
    }
    bytes.addAndGet(body.length);
    rests.addAndGet(first % ITFetchEngine.BLOCK == 0 ? 0 : 1);
    int shift = manners == Manners.ANSWERS_ANOTHER_RANGE ? 1 : 0;
    response
        .status(206)
        .header(
            "Content-Range",
            "bytes " + (first + shift) + "-" + (last + shift) + "/" + content.length);
    return send(response, body);
  }

  private Publisher<Void> send(HttpServerResponse response, byte[] body) {
    int half = body.length / 2 + 1_000;
    switch (manners) {
      case LIES:
        body[half] ^= 1;
        return send(response, body, body.length, Flux.empty());
      case STALLS:
        return send(response, body, half, Flux.never());
      case LIES_AND_DIES:
        body[10] ^= 1;
        return send(response, body, half, Flux.error(new IllegalStateException("dies")));
      case DIES:
        return send(response, body, half, Flux.error(new IllegalStateException("dies")));
      case DRIPS:
        return send(response, body, 10, Flux.never());
      case RESETS:
        response.withConnection(connection -> connection.channel().unsafe().closeForcibly());
        return Mono.never();
      case ENDS_EARLY:
        response.header("Content-Length", Integer.toString(half));
        return response.sendByteArray(Mono.just(java.util.Arrays.copyOf(body, half)));
      case SENDS_TOO_MUCH:
        return response.sendByteArray(Flux.just(body, new byte[100]));
      default:
        return send(response, body, body.length, Flux.empty());
    }
  }

  private static Publisher<Void> send(
      HttpServerResponse response, byte[] body, int upTo, Flux<byte[]> then) {
    response.header("Content-Length", Integer.toString(body.length));
    return response.send(
        Flux.concat(
            Mono.just(Unpooled.wrappedBuffer(body, 0, upTo)), then.map(Unpooled::wrappedBuffer)),
        part -> true);
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
