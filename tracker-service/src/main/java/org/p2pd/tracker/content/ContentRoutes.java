package org.p2pd.tracker.content;

import java.time.Duration;
import java.util.List;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.upstream.Upstream;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.tracker.web.WireForm;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code PUT} and {@code GET /v1/contents/{contentId}}, {@code GET /v1/recalls}. */
@Configuration(proxyBeanMethods = false)
class ContentRoutes {
  private static final CacheControl FOR_EVER =
      CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

  private final Manifests manifests;
  private final RecallIndex recalls;
  private final Upstream upstream;
  private final Gatekeeper gatekeeper;

  ContentRoutes(
      Manifests manifests, RecallIndex recalls, Upstream upstream, Gatekeeper gatekeeper) {
    this.recalls = recalls;
    this.manifests = manifests;
    this.upstream = upstream;
    this.gatekeeper = gatekeeper;
  }

  @Bean
  RouterFunction<ServerResponse> contents() {
    return RouterFunctions.route()
        .PUT("/v1/contents/{contentId}", this::put)
        .GET("/v1/contents/{contentId}", this::get)
        .GET("/v1/recalls", this::recalls)
        .build();
  }

  private Mono<ServerResponse> put(ServerRequest request) {
    upstream.requireNone("manifests");
    gatekeeper.requirePublisher(request);
    ContentId content = contentId(request);
    return Bodies.read(request, Manifest.class, Manifest.JSON_BYTES_MAX)
        .map(manifest -> manifest.requireId(content))
        .flatMap(manifests::put)
        .then(ServerResponse.noContent().build());
  }

  private Mono<ServerResponse> recalls(ServerRequest request) {
    String since = request.queryParam("since").orElse("0");
    if (!since.matches("[0-9]{1,15}")) {
      throw new MalformedValueException("since", since, "epoch milliseconds");
    }
    return recalls.since(Long.parseLong(since)).flatMap(Bodies::ok);
  }

  private Mono<ServerResponse> get(ServerRequest request) {
    ContentId content = contentId(request);
    WireForm form = WireForm.preferred(request.headers().accept());
    return manifests
        .read(content, form)
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(
            "contentId: " + content + " (expected: a content published here)")))
        .flatMap(bytes -> answer(request, content, form, bytes));
  }

  private static Mono<ServerResponse> answer(
      ServerRequest request, ContentId content, WireForm form, byte[] bytes) {
    String tag = '"' + content.hex() + (form == WireForm.JSON ? "" : "-" + form) + '"';
    HttpHeaders headers = request.exchange().getResponse().getHeaders();
    headers.setCacheControl(FOR_EVER);
    headers.setVary(List.of(HttpHeaders.ACCEPT));
    return request
        .checkNotModified(tag)
        .switchIfEmpty(Mono.defer(
            () -> ServerResponse.ok().contentType(form.mediaType()).eTag(tag).bodyValue(bytes)));
  }

  private static ContentId contentId(ServerRequest request) {
    return new ContentId(request.pathVariable("contentId"));
  }
}
