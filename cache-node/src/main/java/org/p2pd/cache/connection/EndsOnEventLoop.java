package org.p2pd.cache.connection;

import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Ends every exchange on its connection's own thread.
 *
 * <p>Reactor Netty 1.3.7 loses a request that arrives between the last byte of the answer before and the end of that
 * exchange, and the connection hangs; that gap is open only where an exchange ends on another thread, as all do that
 * waited for a tracker, a disk or another host.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class EndsOnEventLoop implements WebFilter {
  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    EventLoop loop = eventLoopOf(exchange.getRequest());
    Executor onLoop = task -> {
      if (loop.inEventLoop()) {
        task.run();
      } else {
        loop.execute(task);
      }
    };
    return Mono.defer(() -> chain.filter(exchange)).publishOn(Schedulers.fromExecutor(onLoop));
  }

  private static EventLoop eventLoopOf(ServerHttpRequest request) {
    HttpServerRequest netty = ServerHttpRequestDecorator.getNativeRequest(request);
    AtomicReference<EventLoop> loop = new AtomicReference<>();
    netty.withConnection(connection -> loop.set(connection.channel().eventLoop()));
    return Objects.requireNonNull(loop.get());
  }
}
