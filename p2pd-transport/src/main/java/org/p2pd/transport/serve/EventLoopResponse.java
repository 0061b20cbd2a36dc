package org.p2pd.transport.serve;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A response that is written, and ended, on the event loop of its own connection.
 *
 * <p>Reactor Netty 1.3.7 lets an answer hang otherwise. Written from another thread — of Redis, of a disk — the response
 * may reach the client before the server has noted its end; a client quick enough sends the next request in between; that
 * one is queued, and its answer is written but not flushed until something else arrives. On the connection's own loop,
 * writing and ending are one step, and nothing is read in between.
 */
final class EventLoopResponse extends ServerHttpResponseDecorator {
  private final Scheduler loop;

  EventLoopResponse(ServerHttpResponse response) {
    super(response);
    this.loop = loopOf(response);
  }

  /** The event loop of the connection that {@code response} goes to. */
  static Scheduler loopOf(ServerHttpResponse response) {
    HttpServerResponse connected = getNativeResponse(response);
    AtomicReference<Executor> loop = new AtomicReference<>();
    connected.withConnection(connection -> loop.set(connection.channel().eventLoop()));
    return Schedulers.fromExecutor(Objects.requireNonNull(loop.get()));
  }

  Scheduler loop() {
    return loop;
  }

  @Override
  public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
    return super.writeWith(body).subscribeOn(loop);
  }

  @Override
  public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
    return super.writeAndFlushWith(body).subscribeOn(loop);
  }

  @Override
  public Mono<Void> setComplete() {
    return super.setComplete().subscribeOn(loop);
  }
}
