package org.p2pd.transport.serve;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Has every answer, problems too, written and ended {@linkplain EventLoopResponse on the loop of its connection}. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class AnswersOnEventLoop implements WebFilter {
  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    EventLoopResponse response = new EventLoopResponse(exchange.getResponse());
    return chain
        .filter(exchange.mutate().response(response).build())
        // A problem is written by whoever gets the error, so that has to be on the loop too.
        .onErrorResume(error -> Mono.<Void>error(error).subscribeOn(response.loop()));
  }
}
