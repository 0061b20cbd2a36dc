package org.p2pd.origin.serve;

import java.time.Duration;
import java.util.Optional;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.describe.Playlists;
import org.p2pd.origin.redirect.Redirects;
import org.p2pd.origin.serve.disk.FileGoneException;
import org.p2pd.origin.serve.disk.OpenFiles;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.describe.PublicationHeaders;
import org.p2pd.transport.describe.RequestedForm;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.serve.ContentResponse;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.serve.Representation;
import org.p2pd.transport.serve.Selection;
import org.p2pd.transport.wire.WireFormat;
import org.p2pd.transport.wire.WireTypes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Films by name, for any browser, player and curl (WIRE §3); with an {@code Accept} that asks for them, the publication
 * or the manifest in their place.
 *
 * <p>The path decides, under any valid {@code Host}: the origin does not know all the names it is reached by.
 */
final class FilmRoutes {
  private static final String INDEX = "/index.html";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Catalogue catalogue;
  private final OpenFiles files;
  private final Playlists playlists;
  private final Redirects redirects;
  private final Uploads uploads;

  private FilmRoutes(
      Catalogue catalogue,
      OpenFiles files,
      Playlists playlists,
      Redirects redirects,
      Uploads uploads) {
    this.catalogue = catalogue;
    this.playlists = playlists;
    this.redirects = redirects;
    this.files = files;
    this.uploads = uploads;
  }

  /** Answers every GET and HEAD that no other route answers. */
  static RouterFunction<ServerResponse> of(
      Catalogue catalogue,
      OpenFiles files,
      Playlists playlists,
      Redirects redirects,
      Uploads uploads) {
    return RouterFunctions.route(
        RequestPredicates.method(HttpMethod.GET).or(RequestPredicates.method(HttpMethod.HEAD)),
        new FilmRoutes(catalogue, files, playlists, redirects, uploads)::answer);
  }

  private Mono<ServerResponse> answer(ServerRequest request) {
    String path = request.exchange().getRequest().getURI().getRawPath();
    return find(path)
        .map(file -> answer(request, file))
        .orElseGet(() -> answerNoFile(request, path));
  }

  private Mono<ServerResponse> answer(ServerRequest request, PublishedFile file) {
    return switch (RequestedForm.of(request.headers().asHttpHeaders())) {
      case PUBLICATION -> document(WireTypes.PUBLICATION, publication(request, file));
      case MANIFEST -> document(WireTypes.MANIFEST, file.manifest());
      case FILM, METALINK ->
        playlists
            .insteadOf(file, request)
            .or(() -> elsewhere(request, file))
            .orElseGet(() -> Mono.just(film(request, file)));
    };
  }

  /** Any authority will do: only the path's normal form is wanted. A folder stands for its index page. */
  private Optional<PublishedFile> find(String path) {
    return path.endsWith("/")
        ? catalogue.byPath(folder(path) + INDEX)
        : catalogue.byPath(normal(path));
  }

  /** A folder with an index page is asked for with a slash, so that the page's relative links are right. */
  private Mono<ServerResponse> answerNoFile(ServerRequest request, String path) {
    if (!path.endsWith("/") && catalogue.byPath(normal(path) + INDEX).isPresent()) {
      return ServerResponse.status(HttpStatus.MOVED_PERMANENTLY)
          .header(HttpHeaders.LOCATION, normal(path) + "/" + query(request))
          .header(HttpHeaders.CACHE_CONTROL, PublicationHeaders.A_MINUTE)
          .build();
    }
    return Mono.error(ProblemException.notFound("nothing is published as " + path));
  }

  private static String query(ServerRequest request) {
    String query = request.exchange().getRequest().getURI().getRawQuery();
    return query == null ? "" : "?" + query;
  }

  private static String folder(String path) {
    return path.equals("/") ? "" : normal(path.substring(0, path.length() - 1));
  }

  private static String normal(String path) {
    return new ContentName("localhost", path).path();
  }

  private static Publication publication(ServerRequest request, PublishedFile file) {
    String host = request.headers().firstHeader(HttpHeaders.HOST);
    try {
      return host == null
          ? file.publication()
          : file.publicationUnder(ContentName.normaliseAuthority(host));
    } catch (MalformedValueException e) {
      return file.publication();
    }
  }

  private static Mono<ServerResponse> document(String mediaType, Object document) {
    return ServerResponse.ok()
        .headers(headers -> headers.putAll(PublicationHeaders.ofDescription(mediaType)))
        .bodyValue(WireFormat.json().writeValueAsBytes(document));
  }

  private Optional<Mono<ServerResponse>> elsewhere(ServerRequest request, PublishedFile file) {
    return redirects.concern(request.headers()::firstHeader)
            && !request.queryParams().containsKey("direct")
        ? redirects
            .target(file, request.remoteAddress().orElse(null))
            .map(url -> FilmRoutes.seeCache(url + query(request)))
        : Optional.empty();
  }

  private static Mono<ServerResponse> seeCache(String url) {
    return ServerResponse.status(HttpStatus.TEMPORARY_REDIRECT)
        .header(HttpHeaders.LOCATION, url)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private ServerResponse film(ServerRequest request, PublishedFile file) {
    Representation film = representation(file);
    Selection selection = Selection.of(request.exchange().getRequest(), film);
    return new ContentResponse(
        film,
        selection,
        headers(request, file),
        range -> read(file, range),
        uploads.to(request.headers()::firstHeader).of(file.contentId()));
  }

  static Representation representation(PublishedFile file) {
    return Representation.of(
        file.contentId(), file.stamp().modified(), file.manifest().layout().length());
  }

  private static HttpHeaders headers(ServerRequest request, PublishedFile file) {
    HttpHeaders headers = FilmHeaders.of(file);
    if (request.queryParams().containsKey("download")) {
      headers.set(HttpHeaders.CONTENT_DISPOSITION, Attachment.of(file.path()));
    }
    return headers;
  }

  private Flux<Piece> read(PublishedFile file, ByteRange range) {
    if (uploads.areFull()) {
      return Flux.error(() -> ProblemException.unavailable(
          "as many films leave this origin as may at once (P2PD_PUBLISH_RESPONSES_MAX)",
          RETRY_AFTER));
    }
    return files
        .read(file, range)
        .onErrorMap(
            FileGoneException.class,
            gone -> ProblemException.unavailable(file.path() + " is being replaced", RETRY_AFTER));
  }
}
