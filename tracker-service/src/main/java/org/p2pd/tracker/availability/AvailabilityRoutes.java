package org.p2pd.tracker.availability;

import org.p2pd.protocol.content.ContentId;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /v1/contents/{contentId}/availability}. */
@Configuration(proxyBeanMethods = false)
class AvailabilityRoutes {
  private final Availabilities availabilities;

  AvailabilityRoutes(Availabilities availabilities) {
    this.availabilities = availabilities;
  }

  @Bean
  RouterFunction<ServerResponse> availability() {
    return RouterFunctions.route()
        .GET("/v1/contents/{contentId}/availability", this::answer)
        .build();
  }

  private Mono<ServerResponse> answer(ServerRequest request) {
    ContentId content = new ContentId(request.pathVariable("contentId"));
    return availabilities
        .of(content)
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(
            "contentId: " + content + " (expected: a content published here)")))
        .flatMap(Bodies::ok);
  }
}
