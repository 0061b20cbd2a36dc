package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The description of the API names exactly the calls there are. */
@NullUnmarked
class ITOpenApi {
  @Test
  void describedCalls_areTheRoutes() {
    try (RedisServer redis = RedisServer.start();
        TrackerUnderTest tracker = TrackerUnderTest.start(redis)) {
      JsonNode document =
          WireFormat.json().readTree(tracker.get("/openapi.json").is(200).body());
      Set<String> described = new TreeSet<>();
      document
          .get("paths")
          .properties()
          .forEach(path -> path.getValue()
              .propertyNames()
              .forEach(
                  method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
      Routes routes = new Routes();
      tracker
          .bean("routerFunctionMapping", RouterFunctionMapping.class)
          .getRouterFunction()
          .accept(routes);

      assertThat(routes.calls).isEqualTo(described);
    }
  }

  /** Collects method and pattern of every route under /v1. */
  private static final class Routes implements RouterFunctions.Visitor, RequestPredicates.Visitor {
    final Set<String> calls = new TreeSet<>();
    private String method = "";

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
      predicate.accept(this);
    }

    @Override
    public void method(Set<HttpMethod> methods) {
      method = methods.iterator().next().name();
    }

    @Override
    public void path(String pattern) {
      if (pattern.startsWith("/v1/")) {
        calls.add(method + " " + pattern);
      }
    }

    @Override
    public void startNested(RequestPredicate predicate) {}

    @Override
    public void endNested(RequestPredicate predicate) {}

    @Override
    public void resources(Function<ServerRequest, Mono<Resource>> lookup) {}

    @Override
    public void attributes(java.util.Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> router) {}

    @Override
    public void header(String name, String value) {}

    @Override
    public void queryParam(String name, String value) {}

    @Override
    @SuppressWarnings("removal")
    public void pathExtension(String extension) {}

    @Override
    public void version(String version) {}

    @Override
    public void startAnd() {}

    @Override
    public void and() {}

    @Override
    public void endAnd() {}

    @Override
    public void startOr() {}

    @Override
    public void or() {}

    @Override
    public void endOr() {}

    @Override
    public void startNegate() {}

    @Override
    public void endNegate() {}

    @Override
    public void unknown(RequestPredicate predicate) {}
  }
}
