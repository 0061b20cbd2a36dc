package org.p2pd.cache.film;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.fill.CacheContent;
import org.p2pd.cache.loop.LoopGuard;
import org.p2pd.cache.site.Sites;
import org.p2pd.cache.usage.Usage;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.describe.RequestedForm;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.serve.ContentResponse;
import org.p2pd.transport.serve.OnlyIfCached;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.serve.Representation;
import org.p2pd.transport.serve.Selection;
import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.wire.WireFields;
import org.p2pd.transport.wire.WirePaths;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /{path}}: a film by name, from the store or pulled through. The last of a cache's routes: takes any path. */
final class FilmRoutes {
  /** How long a client waits for the first byte, resolving included, before it gets a 502 or 504. */
  private static final Duration ANSWER_MAX = Duration.ofMillis(9_500);

  private static final Duration FIRST_PIECE_MIN = Duration.ofSeconds(2);
  private static final int HAVE_CHARS_MAX = 1_024;

  private final Sites sites;
  private final Resolutions resolutions;
  private final CacheContent content;
  private final Descriptions descriptions;
  private final BlockStore store;
  private final LoopGuard loops;
  private final ServingObserver observer;
  private final Usage usage;

  private FilmRoutes(
      Sites sites,
      ContentResolver resolver,
      CacheContent content,
      Descriptions descriptions,
      BlockStore store,
      LoopGuard loops,
      ServingObserver observer,
      Usage usage) {
    this.sites = sites;
    this.resolutions = new Resolutions(resolver);
    this.content = content;
    this.descriptions = descriptions;
    this.store = store;
    this.loops = loops;
    this.observer = observer;
    this.usage = usage;
  }

  /**
   * The routes of one cache.
   *
   * @param observer is told of the bytes that viewers get
   */
  static RouterFunction<ServerResponse> of(
      Sites sites,
      ContentResolver resolver,
      CacheContent content,
      Descriptions descriptions,
      BlockStore store,
      LoopGuard loops,
      ServingObserver observer,
      Usage usage) {
    FilmRoutes routes =
        new FilmRoutes(sites, resolver, content, descriptions, store, loops, observer, usage);
    return RouterFunctions.route()
        .route(
            RequestPredicates.path("/.p2pd/**").or(RequestPredicates.path("/.well-known/**")),
            request -> Mono.error(ProblemException.notFound(request.path() + " is nothing here")))
        .route(
            RequestPredicates.method(HttpMethod.GET).and(RequestPredicates.path("/")),
            request -> greeting())
        .OPTIONS("/**", request -> options())
        .route(
            RequestPredicates.method(HttpMethod.GET).or(RequestPredicates.method(HttpMethod.HEAD)),
            routes::film)
        .build();
  }

  /** For who opens the cache itself in a browser. */
  private static Mono<ServerResponse> greeting() {
    return ServerResponse.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, UTF_8))
        .cacheControl(CacheControl.noStore())
        .bodyValue(
            "This is a p2pd cache. Ask it for a film by its path, such as /film.mp4: it sends what it holds,"
                + " and fetches the rest.\n");
  }

  private static Mono<ServerResponse> options() {
    return ServerResponse.noContent()
        .allow(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)
        .build();
  }

  private Mono<ServerResponse> film(ServerRequest request) {
    long startNanos = System.nanoTime();
    return sites
        .nameOf(Descriptions.hostOf(request), request.uri().getRawPath())
        .onErrorMap(Resolutions::asProblem)
        .flatMap(name -> published(request, name, startNanos)
            .switchIfEmpty(Mono.defer(() -> described(request, name)))
            .switchIfEmpty(
                Mono.error(() -> ProblemException.notFound(name + " is not published"))));
  }

  /** What {@code name} is bound to; empty where it is not published. */
  private Mono<ServerResponse> published(ServerRequest request, ContentName name, long startNanos) {
    if (formOf(request).isOfNode() && resolutions.isUnderWay(name)) {
      // Most likely this cache's own question, sent to a name that leads back here.
      return Mono.error(new ProblemException(
          HttpStatus.LOOP_DETECTED, name + " is being resolved; ask its origin"));
    }
    if (!resolutions.knows(name) && isOnlyIfCached(request)) {
      return Mono.error(notCached(request, name + " was never asked for"));
    }
    return resolutions
        .resolve(name)
        .flatMap(film -> content.lookFor(film.manifest()).thenReturn(film))
        .flatMap(film -> answer(request, name, film, startNanos));
  }

  private static boolean isOnlyIfCached(ServerRequest request) {
    return OnlyIfCached.isIn(request.headers().asHttpHeaders());
  }

  private static ProblemException notCached(ServerRequest request, String what) {
    request
        .exchange()
        .getResponse()
        .getHeaders()
        .set(WireFields.CACHE_STATUS, CacheStatus.ONLY_IF_CACHED);
    return new ProblemException(
        HttpStatus.GATEWAY_TIMEOUT,
        what + ", and Cache-Control: only-if-cached lets nothing be fetched; ask without it");
  }

  /** What {@code name} says by its ending of a film that is published without that ending; empty where there is none. */
  private Mono<ServerResponse> described(ServerRequest request, ContentName name) {
    if (formOf(request).isOfNode()) {
      return Mono.empty();
    }
    return without(WirePaths.METALINK_SUFFIX, name)
        .map(film ->
            resolutions.resolve(film).flatMap(found -> descriptions.metalink(request, film, found)))
        .or(() -> without(WirePaths.TORRENT_SUFFIX, name)
            .map(film -> resolutions
                .resolve(film)
                .flatMap(found -> descriptions.torrent(request, film, found))))
        .orElseGet(Mono::empty);
  }

  private static Optional<ContentName> without(String suffix, ContentName name) {
    String path = name.path();
    return path.endsWith(suffix) && !path.endsWith("/" + suffix)
        ? Optional.of(
            new ContentName(name.authority(), path.substring(0, path.length() - suffix.length())))
        : Optional.empty();
  }

  private static RequestedForm formOf(ServerRequest request) {
    return RequestedForm.of(request.headers().asHttpHeaders());
  }

  private Mono<ServerResponse> answer(
      ServerRequest request, ContentName name, ResolvedContent film, long startNanos) {
    if (request.queryParams().containsKey("playlist")) {
      return descriptions.playlist(request, name, film);
    }
    return switch (formOf(request)) {
      case PUBLICATION -> descriptions.publication(film);
      case MANIFEST -> descriptions.manifest(film);
      case METALINK -> descriptions.metalink(request, name, film);
      case FILM -> bytes(request, film, startNanos);
    };
  }

  private Mono<ServerResponse> bytes(ServerRequest request, ResolvedContent film, long startNanos) {
    Manifest manifest = film.manifest();
    Representation whole = representation(film);
    Selection selection = Selection.of(request.exchange().getRequest(), whole);
    CacheStatus status = status(request, manifest, selection.range());
    return Mono.just(new ContentResponse(
        whole,
        selection,
        FilmHeaders.of(film, status),
        range -> pieces(request, film, range, startNanos),
        observer.of(manifest.contentId())));
  }

  static Representation representation(ResolvedContent film) {
    Manifest manifest = film.manifest();
    return Representation.of(
        manifest.contentId(),
        Instant.ofEpochMilli(film.publication().lastModified()),
        manifest.layout().length());
  }

  private CacheStatus status(ServerRequest request, Manifest manifest, @Nullable ByteRange range) {
    if (request.method() == HttpMethod.HEAD) {
      return CacheStatus.WITHOUT_BODY;
    }
    BlockSet touched = range == null ? BlockSet.empty() : manifest.layout().blocksTouching(range);
    BlockSet missing = range == null ? BlockSet.empty() : content.missing(manifest, range);
    if (!missing.isEmpty()) {
      if (isOnlyIfCached(request)) {
        throw notCached(
            request,
            "blocks " + missing.toText(HAVE_CHARS_MAX) + " of " + manifest.contentId()
                + " are not here");
      }
      requireFetchesFor(request, manifest, touched, missing);
    }
    CacheStatus status = CacheStatus.of(
        touched,
        missing,
        store.status().keeps(),
        content.isUnderWay(manifest.contentId(), missing));
    status.count(usage, manifest.contentId());
    return status;
  }

  /** Decided before the first byte: who is in no network gets what is here, or nothing. */
  private void requireFetchesFor(
      ServerRequest request, Manifest manifest, BlockSet touched, BlockSet missing) {
    boolean fetches = request
        .remoteAddress()
        .map(InetSocketAddress::getAddress)
        .filter(content::fetchesFor)
        .isPresent();
    if (!fetches) {
      request
          .exchange()
          .getResponse()
          .getHeaders()
          .set(WireFields.HAVE, touched.minus(missing).toText(HAVE_CHARS_MAX));
      throw ProblemException.notFound(
          "blocks " + missing.toText(HAVE_CHARS_MAX) + " of " + manifest.contentId()
              + " are not here, and this cache fetches nothing for your network");
    }
  }

  private Flux<Piece> pieces(
      ServerRequest request, ResolvedContent film, ByteRange range, long startNanos) {
    Set<String> passed = LoopGuard.passed(request.headers().header(WireFields.CDN_LOOP));
    FetchTarget target = FetchTarget.of(film);
    return Flux.using(
        () -> loops.wait(film.manifest().contentId(), passed),
        done -> content.read(target, range, timeLeft(startNanos)),
        Runnable::run);
  }

  private static Duration timeLeft(long startNanos) {
    Duration left = ANSWER_MAX.minusNanos(System.nanoTime() - startNanos);
    return left.compareTo(FIRST_PIECE_MIN) < 0 ? FIRST_PIECE_MIN : left;
  }
}
