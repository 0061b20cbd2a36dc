package org.p2pd.tracker.publication;

import java.time.Clock;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Authorities;
import org.p2pd.protocol.tracker.catalogue.Statement;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.upstream.Upstream;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.dial.Reach;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code /v1/publications} and {@code /v1/authorities}. */
@Configuration(proxyBeanMethods = false)
class PublicationRoutes {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 200;

  private final Publications publications;
  private final Names names;
  private final Statements statements;
  private final Upstream upstream;
  private final Gatekeeper gatekeeper;
  private final ClientAddress addresses;
  private final Clock clock;

  PublicationRoutes(
      Publications publications,
      Names names,
      Statements statements,
      Upstream upstream,
      Gatekeeper gatekeeper,
      ClientAddress addresses,
      Clock clock) {
    this.publications = publications;
    this.names = names;
    this.statements = statements;
    this.upstream = upstream;
    this.gatekeeper = gatekeeper;
    this.addresses = addresses;
    this.clock = clock;
  }

  @Bean
  RouterFunction<ServerResponse> publicationCalls() {
    return RouterFunctions.route()
        .PUT("/v1/publications", this::bind)
        .POST("/v1/publications", this::state)
        .GET("/v1/publications", this::resolveOrList)
        .DELETE("/v1/publications", this::withdraw)
        .GET("/v1/authorities", this::authorities)
        .build();
  }

  private Mono<ServerResponse> bind(ServerRequest request) {
    upstream.requireNone("publications");
    gatekeeper.requirePublisher(request);
    return Bodies.read(request, Publication.class, Publication.JSON_BYTES_MAX)
        // A signature costs a millisecond: too long for the threads that serve everybody.
        .publishOn(Schedulers.parallel())
        .map(stated -> PublicationRules.checked(stated, clock.millis()))
        .flatMap(stated -> publications.bind(stated).then(Bodies.ok(stated)));
  }

  private Mono<ServerResponse> state(ServerRequest request) {
    upstream.requireNone("publications");
    gatekeeper.requirePublisher(request);
    return Bodies.read(request, StatementForm.class, Statement.JSON_BYTES_MAX)
        .publishOn(Schedulers.parallel())
        .flatMap(statements::take)
        .flatMap(Bodies::ok);
  }

  private Mono<ServerResponse> resolveOrList(ServerRequest request) {
    return request
        .queryParam("url")
        .map(url -> resolve(url, Reach.of(addresses.of(request))))
        .orElseGet(() -> list(request));
  }

  private Mono<ServerResponse> resolve(String url, Reach asker) {
    return names.resolve(ContentName.parse(url), asker).flatMap(Bodies::ok);
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    String authority =
        request.queryParam("authority").map(ContentName::normaliseAuthority).orElse(null);
    return names
        .page(
            request.queryParam("cursor").orElse(null),
            authority,
            request.queryParam("q").orElse(null),
            limit(request))
        .flatMap(Bodies::ok);
  }

  private static int limit(ServerRequest request) {
    String limit = request.queryParam("limit").orElse(Integer.toString(LIMIT));
    if (!limit.matches("[1-9][0-9]{0,5}")) {
      throw new MalformedValueException("limit", limit, "1 to " + LIMIT_MAX);
    }
    return Math.min(LIMIT_MAX, Integer.parseInt(limit));
  }

  private Mono<ServerResponse> withdraw(ServerRequest request) {
    gatekeeper.requirePublisher(request);
    ContentName name =
        ContentName.parse(Bodies.required("url", request.queryParam("url").orElse(null)));
    ContentId content = new ContentId(
        Bodies.required("contentId", request.queryParam("contentId").orElse(null)));
    boolean recall = recall(request);
    return names.withdraw(name, content, recall).then(ServerResponse.noContent().build());
  }

  /** A take-down that is misspelt is refused rather than taken for none. */
  private static boolean recall(ServerRequest request) {
    String recall = request.queryParam("recall").orElse("false");
    if (!recall.equals("true") && !recall.equals("false")) {
      throw new MalformedValueException("recall", recall, "true or false");
    }
    return recall.equals("true");
  }

  private Mono<ServerResponse> authorities(ServerRequest request) {
    return names
        .authorities()
        .map(list -> Bodies.toJson(new Authorities(list)))
        .flatMap(json -> answer(request, json));
  }

  private static Mono<ServerResponse> answer(ServerRequest request, byte[] json) {
    String tag = '"' + Digest.of(json).hex().substring(0, 32) + '"';
    request.exchange().getResponse().getHeaders().setCacheControl(CacheControl.noCache());
    return request
        .checkNotModified(tag)
        .switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .eTag(tag)
            .bodyValue(json)));
  }
}
