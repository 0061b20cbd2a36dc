package org.p2pd.agent.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.film.FilmResponses;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.transport.http.HttpStatusException;
import org.p2pd.transport.http.Reason;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ResolvedContent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /api/films}, {@code GET /api/blocks}, {@code GET /api/resolution} and {@code GET /api/events}. */
@Configuration(proxyBeanMethods = false)
class FilmRoutes {
  private static final int PAGE_FILMS_MAX = 50;
  private static final int QUERY_CHARS_MAX = 200;
  private static final int CURSOR_CHARS_MAX = ContentName.CHARS_MAX;

  /** Pages of the tracker that are read for one of ours, where they hold little but parts of streams. */
  private static final int CALLS_MAX = 8;

  private static final int FILMS_ENOUGH = 20;

  private final AgentNode node;
  private final FilmResponses films;
  private final AgentEvents events;

  FilmRoutes(AgentNode node, FilmResponses films, AgentEvents events) {
    this.node = node;
    this.films = films;
    this.events = events;
  }

  @Bean
  RouterFunction<ServerResponse> filmCalls() {
    return route()
        .GET("/api/films", this::library)
        .GET("/api/blocks", this::blocks)
        .GET("/api/resolution", this::resolution)
        .GET("/api/events", this::events)
        .build();
  }

  /**
   * One page of the films that the tracker publishes.
   *
   * @param next the cursor of the next page; null on the last
   */
  record Library(List<FilmEntry> films, @Nullable String next) {}

  private Mono<ServerResponse> library(ServerRequest request) {
    String query = parameter(request, "q", QUERY_CHARS_MAX);
    String cursor = parameter(request, "cursor", CURSOR_CHARS_MAX);
    return gather(new ArrayList<>(), query, cursor, CALLS_MAX)
        .onErrorMap(this::asProblem)
        .flatMap(FilmRoutes::fresh);
  }

  private Mono<Library> gather(
      List<FilmEntry> found, String query, @Nullable String cursor, int callsLeft) {
    return node.tracker().catalogue(null, query, cursor, PAGE_FILMS_MAX).flatMap(page -> {
      found.addAll(playable(page));
      boolean enough = page.next() == null || found.size() >= FILMS_ENOUGH || callsLeft <= 1;
      return enough
          ? Mono.just(new Library(found, page.next()))
          : gather(found, query, page.next(), callsLeft - 1);
    });
  }

  private List<FilmEntry> playable(Catalogue page) {
    return page.publications().stream()
        .map(film -> FilmEntry.of(film, node.store().held(film.contentId()).size()))
        .filter(film -> film.kind() != FilmEntry.Kind.OTHER)
        .toList();
  }

  private Throwable asProblem(Throwable error) {
    boolean refused = error instanceof HttpStatusException answer && answer.status() == 400;
    return new ProblemException(
        refused ? HttpStatus.BAD_REQUEST : HttpStatus.BAD_GATEWAY,
        "the tracker " + node.tracker().replica() + " does not say what it has: "
            + Reason.of(error));
  }

  /** In the form that a tracker answers with: the manifest beside the publication's own fields. */
  record Resolved(@JsonUnwrapped Publication publication, Manifest manifest) {}

  private Mono<ServerResponse> resolution(ServerRequest request) {
    return film(request)
        .map(film -> new Resolved(film.publication(), film.manifest()))
        .flatMap(FilmRoutes::fresh);
  }

  private Mono<ServerResponse> blocks(ServerRequest request) {
    return film(request).map(events::drawn).flatMap(FilmRoutes::fresh);
  }

  private Mono<ServerResponse> events(ServerRequest request) {
    return request.queryParam("url").isEmpty() ? stream(null) : film(request).flatMap(this::stream);
  }

  private Mono<ServerResponse> stream(@Nullable ResolvedContent film) {
    return events
        .open(film)
        .flatMap(stream -> ServerResponse.ok()
            .contentType(MediaType.TEXT_EVENT_STREAM)
            .cacheControl(CacheControl.noStore())
            .body(BodyInserters.fromServerSentEvents(stream)));
  }

  private Mono<ResolvedContent> film(ServerRequest request) {
    String url = parameter(request, "url", ContentName.CHARS_MAX);
    ContentName name = ContentName.parse(url);
    return films
        .findAnywhere(name)
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(
            "film: " + name.url() + " (expected: a name that the tracker publishes)")));
  }

  private static String parameter(ServerRequest request, String name, int charsMax) {
    String value = request.queryParam(name).orElse("");
    if (value.length() > charsMax) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST,
          name + ": " + value.length() + " characters (expected: at most " + charsMax + ")");
    }
    return value;
  }

  private static Mono<ServerResponse> fresh(Object body) {
    return ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(body);
  }
}
