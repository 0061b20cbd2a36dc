package org.p2pd.cache;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** An origin that counts the blocks it sends and can be told to stall, lie or refuse. */
final class OriginStub implements AutoCloseable {
  enum Fault {
    NONE,
    SILENT,
    WRONG_BYTES,
    REFUSING
  }

  final List<String> loops = new CopyOnWriteArrayList<>();
  final AtomicIntegerArray sent = new AtomicIntegerArray(8_192);
  volatile Fault fault = Fault.NONE;

  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");
  private final TestFilm film;
  private final LoopResources eventLoops = LoopResources.create("origin-stub", 1, true);
  private final DisposableServer server;

  OriginStub(TestFilm film) {
    this.film = film;
    this.server = HttpServer.create()
        .runOn(eventLoops)
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes.get(film.idPath(), this::content))
        .bindNow();
  }

  HostEntry entry() {
    return new HostEntry(
        new HostId("0".repeat(32)),
        "http://127.0.0.1:" + server.port(),
        HostRole.ORIGIN,
        null,
        true,
        false,
        false,
        BlockSet.everything(),
        0);
  }

  int blocksSent() {
    int sum = 0;
    for (int i = 0; i < film.blocks(); i++) {
      sum += sent.get(i);
    }
    return sum;
  }

  private Publisher<Void> content(HttpServerRequest request, HttpServerResponse response) {
    loops.add(String.valueOf(request.requestHeaders().get("CDN-Loop")));
    Matcher range = RANGE.matcher(String.valueOf(request.requestHeaders().get("Range")));
    if (fault == Fault.SILENT) {
      return Mono.never();
    }
    if (fault == Fault.REFUSING || !range.matches()) {
      return response.status(503).send();
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    byte[] body = java.util.Arrays.copyOfRange(film.bytes(), first, last + 1);
    if (fault == Fault.WRONG_BYTES) {
      body[body.length / 2]++;
    }
    response
        .status(206)
        .header("Content-Range", "bytes " + first + "-" + last + "/" + film.bytes().length)
        .header("Content-Length", Integer.toString(body.length));
    int block = first / TestFilm.BLOCK;
    return Flux.range(block, last / TestFilm.BLOCK - block + 1)
        .concatMap(index -> block(index, body, first, response), 0);
  }

  /** A block counts when its turn comes, those before it having left: what is broken off sends no more. */
  private Mono<Void> block(int index, byte[] body, int first, HttpServerResponse response) {
    int from = Math.max(index * TestFilm.BLOCK, first) - first;
    int to = Math.min((index + 1) * TestFilm.BLOCK - first, body.length);
    return Mono.defer(() -> {
      sent.incrementAndGet(index);
      return response
          .sendObject(new DefaultHttpContent(Unpooled.wrappedBuffer(body, from, to - from)))
          .then();
    });
  }

  @Override
  public void close() {
    server.disposeNow();
    eventLoops.dispose();
  }
}
