package org.p2pd.transport.serve;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Function;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.wire.WireFields;
import org.p2pd.transport.wire.WireFormat;
import org.p2pd.transport.wire.WirePaths;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What every content node answers by content id and by block digest (WIRE §3).
 *
 * <p>All of it is immutable, whoever asks and whenever. Media types of manifests are hints of strangers and are not
 * passed on: bytes by id are {@code application/octet-stream}.
 */
public final class ContentRoutes {
  private static final String CONTENT = WirePaths.CONTENT + "{contentId}";
  private static final int HAVE_CHARS_MAX = 1_024;
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private final ContentSource source;
  private final Function<ServerRequest, ServingObserver> observers;

  private ContentRoutes(ContentSource source, Function<ServerRequest, ServingObserver> observers) {
    this.source = source;
    this.observers = observers;
  }

  /** The routes {@code /.p2pd/content/…} and {@code /.well-known/ni/…} over {@code source}. */
  public static RouterFunction<ServerResponse> of(ContentSource source, ServingObserver observer) {
    return of(source, request -> observer);
  }

  /** As {@link #of(ContentSource, ServingObserver)}, with an observer by who asks. */
  public static RouterFunction<ServerResponse> of(
      ContentSource source, Function<ServerRequest, ServingObserver> observers) {
    ContentRoutes routes = new ContentRoutes(source, observers);
    return RouterFunctions.route()
        .add(route(CONTENT, routes::content))
        .add(route(CONTENT + WirePaths.HAVE, routes::have))
        .add(route(CONTENT + WirePaths.MANIFEST, routes::manifest))
        .add(route(WirePaths.BLOCK + "{digest}", routes::block))
        .build();
  }

  private static RouterFunction<ServerResponse> route(
      String pattern, HandlerFunction<ServerResponse> handler) {
    RequestPredicate read =
        RequestPredicates.method(HttpMethod.GET).or(RequestPredicates.method(HttpMethod.HEAD));
    return RouterFunctions.route(read.and(RequestPredicates.path(pattern)), handler);
  }

  private Mono<ServerResponse> content(ServerRequest request) {
    return known(request).map(manifest -> content(request, manifest));
  }

  private ServerResponse content(ServerRequest request, Manifest manifest) {
    Representation whole =
        Representation.of(manifest.contentId(), null, manifest.layout().length());
    Selection selection = Selection.of(request.exchange().getRequest(), whole);
    if (selection.range() != null) {
      requireServable(request, manifest, selection.range());
    }
    return new ContentResponse(
        whole,
        selection,
        bytesForever(),
        range -> source.read(manifest, range),
        observers.apply(request).of(manifest.contentId()));
  }

  private void requireServable(ServerRequest request, Manifest manifest, ByteRange range) {
    BlockSet touched = manifest.layout().blocksTouching(range);
    BlockSet here = source.held(manifest.contentId()).intersect(touched);
    if (here.containsAll(touched) || fetchesForSender(request)) {
      return;
    }
    request.exchange().getResponse().getHeaders().set(WireFields.HAVE, here.toText(HAVE_CHARS_MAX));
    throw ProblemException.notFound(
        "blocks " + touched.minus(here) + " of " + manifest.contentId() + " are not here");
  }

  private boolean fetchesForSender(ServerRequest request) {
    return !OnlyIfCached.isIn(request.headers().asHttpHeaders())
        && request
            .remoteAddress()
            .map(InetSocketAddress::getAddress)
            .filter(source::fetchesFor)
            .isPresent();
  }

  private Mono<ServerResponse> have(ServerRequest request) {
    return known(request)
        .flatMap(manifest -> ServerResponse.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .cacheControl(CacheControl.noStore())
            .bodyValue(json(Map.of("blocks", held(manifest).toString()))));
  }

  /** All of an empty film is held by whoever knows it. */
  private BlockSet held(Manifest manifest) {
    return manifest.layout().blockCount() == 0
        ? BlockSet.everything()
        : source.held(manifest.contentId());
  }

  private Mono<ServerResponse> manifest(ServerRequest request) {
    return known(request)
        .flatMap(manifest -> ServerResponse.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .header(HttpHeaders.CACHE_CONTROL, IMMUTABLE)
            .eTag('"' + manifest.contentId().hex() + '"')
            .bodyValue(json(manifest)));
  }

  private Mono<ServerResponse> block(ServerRequest request) {
    Digest digest = Digest.ofBase64Url(request.pathVariable("digest"));
    return Mono.just(digest)
        .flatMap(source::block)
        .switchIfEmpty(Mono.error(
            () -> ProblemException.notFound("block " + digest.niName() + " is not here")))
        .map(piece -> block(request, digest, piece));
  }

  /** A block is small enough to be fetched whole: Range is ignored, as RFC 9110 §14.2 allows. */
  private ServerResponse block(ServerRequest request, Digest digest, Piece piece) {
    Representation whole = new Representation('"' + digest.base64Url() + '"', null, piece.length());
    Selection selection = Selection.ofWhole(request.exchange().getRequest(), whole);
    if (selection.range() == null || request.method() == HttpMethod.HEAD) {
      piece.release();
    }
    HttpHeaders headers = bytesForever();
    headers.set(WireFields.CONTENT_DIGEST, "sha-256=:" + digest.base64() + ":");
    return new ContentResponse(
        whole, selection, headers, range -> Flux.just(piece), observers.apply(request));
  }

  private Mono<Manifest> known(ServerRequest request) {
    ContentId id = new ContentId(request.pathVariable("contentId"));
    Mono<Manifest> manifest =
        fetchesForSender(request) ? source.manifest(id) : source.manifestHere(id);
    return manifest.switchIfEmpty(
        Mono.error(() -> ProblemException.notFound("content " + id + " is unknown here")));
  }

  private static byte[] json(Object value) {
    return WireFormat.json().writeValueAsBytes(value);
  }

  private static HttpHeaders bytesForever() {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_OCTET_STREAM);
    headers.set(HttpHeaders.CACHE_CONTROL, IMMUTABLE);
    headers.set(WireFields.CONTENT_TYPE_OPTIONS, "nosniff");
    return headers;
  }
}
