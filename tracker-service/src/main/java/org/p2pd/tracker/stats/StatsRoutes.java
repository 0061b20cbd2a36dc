package org.p2pd.tracker.stats;

import org.p2pd.tracker.web.Bodies;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /v1/stats}, {@code GET /v1/history} and {@code GET /v1/events}. */
@Configuration(proxyBeanMethods = false)
class StatsRoutes {
  private final Stats stats;
  private final History history;
  private final NetworkEvents events;

  StatsRoutes(Stats stats, History history, NetworkEvents events) {
    this.stats = stats;
    this.history = history;
    this.events = events;
  }

  @Bean
  RouterFunction<ServerResponse> statistics() {
    return RouterFunctions.route()
        .GET("/v1/stats", request -> stats.read().flatMap(Bodies::ok))
        .GET("/v1/history", request -> history.read().flatMap(Bodies::ok))
        .GET("/v1/events", this::events)
        .build();
  }

  private Mono<ServerResponse> events(ServerRequest request) {
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no")
        .body(BodyInserters.fromServerSentEvents(events.stream()));
  }
}
