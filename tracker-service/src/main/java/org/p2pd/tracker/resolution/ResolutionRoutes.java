package org.p2pd.tracker.resolution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.queryParam;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import org.p2pd.tracker.announce.HostQueries;
import org.p2pd.tracker.content.Manifests;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.publication.Names;
import org.p2pd.tracker.redis.RedisUnavailableException;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code GET /v1/publications?url=…&with=manifest,hosts}: a name's binding, the manifest and who to ask, in one round trip
 * where they would be two. What is lacking is left out, and asked for by itself: only the binding can fail the answer.
 */
@Configuration(proxyBeanMethods = false)
class ResolutionRoutes {
  private static final Set<String> KNOWN = Set.of(Resolution.MANIFEST, Resolution.HOSTS);

  private final Names names;
  private final Manifests manifests;
  private final HostQueries queries;
  private final Gatekeeper gatekeeper;
  private final ClientAddress addresses;

  ResolutionRoutes(
      Names names,
      Manifests manifests,
      HostQueries queries,
      Gatekeeper gatekeeper,
      ClientAddress addresses) {
    this.names = names;
    this.manifests = manifests;
    this.queries = queries;
    this.gatekeeper = gatekeeper;
    this.addresses = addresses;
  }

  /** Before the route that knows {@code url} alone. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE + 1)
  RouterFunction<ServerResponse> resolutions() {
    return RouterFunctions.route()
        .route(
            GET("/v1/publications")
                .and(queryParam("url", given -> true))
                .and(queryParam("with", given -> true)),
            this::resolve)
        .build();
  }

  private Mono<ServerResponse> resolve(ServerRequest request) {
    Set<String> with = with(request);
    gatekeeper.caller(request);
    ContentName name = ContentName.parse(request.queryParam("url").orElse(""));
    return names
        .resolve(name, Reach.of(addresses.of(request)))
        .flatMap(film -> completed(film, with, request))
        .flatMap(Bodies::ok);
  }

  private static Set<String> with(ServerRequest request) {
    String text = request.queryParam("with").orElse("");
    Set<String> with = new HashSet<>(List.of(text.split(",", KNOWN.size() + 1)));
    if (!KNOWN.containsAll(with)) {
      throw new MalformedValueException("with", text, "manifest, hosts or both, comma-separated");
    }
    return with;
  }

  private Mono<ResolutionReply> completed(
      Publication film, Set<String> with, ServerRequest request) {
    Mono<Optional<String>> manifest =
        with.contains(Resolution.MANIFEST) ? manifest(film.contentId()) : absent();
    Mono<Optional<List<HostEntry>>> hosts =
        with.contains(Resolution.HOSTS) ? hosts(film, request) : absent();
    return manifest.zipWith(
        hosts, (digests, who) -> new ResolutionReply(film, digests.orElse(null), who.orElse(null)));
  }

  private Mono<Optional<String>> manifest(ContentId content) {
    return orAbsent(manifests.json(content).map(json -> new String(json, ISO_8859_1)));
  }

  private Mono<Optional<List<HostEntry>>> hosts(Publication film, ServerRequest request) {
    return orAbsent(queries.anyOf(film.contentId(), request));
  }

  private static <T> Mono<Optional<T>> absent() {
    return Mono.just(Optional.empty());
  }

  private static <T> Mono<Optional<T>> orAbsent(Mono<T> part) {
    return part.map(Optional::of)
        .onErrorResume(ResolutionRoutes::isLacking, lacking -> absent())
        .defaultIfEmpty(Optional.empty());
  }

  private static boolean isLacking(Throwable error) {
    return error instanceof ProblemException || error instanceof RedisUnavailableException;
  }
}
