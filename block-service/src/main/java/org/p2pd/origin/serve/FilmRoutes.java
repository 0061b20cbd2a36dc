package org.p2pd.origin.serve;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.serve.disk.FileGoneException;
import org.p2pd.origin.serve.disk.FileReading;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.serve.ContentResponse;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.serve.Representation;
import org.p2pd.transport.serve.Selection;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Films by name, for any browser, player and curl (WIRE §3); with an {@code Accept} that asks for them, the publication
 * or the manifest in their place.
 *
 * <p>The path decides, under any valid {@code Host}: the origin does not know all the names it is reached by.
 */
final class FilmRoutes {
  private static final String PUBLICATION_JSON = "application/vnd.p2pd.publication+json";
  private static final String MANIFEST_JSON = "application/vnd.p2pd.manifest+json";

  private static final String A_MINUTE = "public, max-age=60";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Catalogue catalogue;
  private final Scheduler disk;
  private final Uploads toNodes;
  private final Uploads toViewers;

  private FilmRoutes(Catalogue catalogue, Scheduler disk, Uploads uploads) {
    this.catalogue = catalogue;
    this.disk = disk;
    this.toNodes = uploads;
    this.toViewers = uploads.toViewers();
  }

  /** Answers every GET and HEAD that no other route answers. */
  static RouterFunction<ServerResponse> of(Catalogue catalogue, Scheduler disk, Uploads uploads) {
    return RouterFunctions.route(
        RequestPredicates.method(HttpMethod.GET).or(RequestPredicates.method(HttpMethod.HEAD)),
        new FilmRoutes(catalogue, disk, uploads)::answer);
  }

  private Mono<ServerResponse> answer(ServerRequest request) {
    String path = request.exchange().getRequest().getURI().getRawPath();
    PublishedFile file =
        find(path).orElseThrow(() -> ProblemException.notFound("nothing is published as " + path));
    String accept =
        String.join(",", request.headers().header(HttpHeaders.ACCEPT)).toLowerCase(Locale.ROOT);
    if (accept.contains(PUBLICATION_JSON)) {
      return document(PUBLICATION_JSON, publication(request, file));
    }
    return accept.contains(MANIFEST_JSON)
        ? document(MANIFEST_JSON, file.manifest())
        : Mono.just(film(request, file));
  }

  /** Any authority will do: only the path's normal form is wanted. */
  private Optional<PublishedFile> find(String path) {
    return path.isEmpty() || path.endsWith("/")
        ? Optional.empty()
        : catalogue.byPath(new ContentName("localhost", path).path());
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
        .header(HttpHeaders.CONTENT_TYPE, mediaType)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .bodyValue(WireFormat.json().writeValueAsBytes(document));
  }

  private ServerResponse film(ServerRequest request, PublishedFile file) {
    Representation film = Representation.of(
        file.contentId(), file.stamp().modified(), file.manifest().layout().length());
    Selection selection = Selection.of(request.exchange().getRequest(), film);
    return new ContentResponse(
        film,
        selection,
        headers(file.publication()),
        range -> read(file, range),
        isNode(request) ? toNodes : toViewers);
  }

  /** Whether the request is another node's, which reports by itself what it got. */
  private static boolean isNode(ServerRequest request) {
    return Dialer.USER_AGENT.equals(request.headers().firstHeader(HttpHeaders.USER_AGENT));
  }

  private Flux<Piece> read(PublishedFile file, ByteRange range) {
    return FileReading.read(file, range, disk)
        .onErrorMap(
            FileGoneException.class,
            gone -> ProblemException.unavailable(file.path() + " is being replaced", RETRY_AFTER));
  }

  private static HttpHeaders headers(Publication publication) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.CONTENT_TYPE, publication.mediaType());
    headers.set(HttpHeaders.CACHE_CONTROL, A_MINUTE);
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("P2pd-Content-Id", publication.contentId().hex());
    headers.set("Repr-Digest", "sha-256=:" + publication.digest().base64() + ":");
    headers.set("Digest", "SHA-256=" + publication.digest().base64());
    for (int i = 0; i < publication.mirrors().size(); i++) {
      headers.add(
          HttpHeaders.LINK,
          "<" + publication.mirrors().get(i) + ">; rel=duplicate; pri=" + (i + 1));
    }
    return headers;
  }
}
