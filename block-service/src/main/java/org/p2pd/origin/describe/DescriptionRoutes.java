package org.p2pd.origin.describe;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.describe.disk.TorrentPieces;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.describe.FileName;
import org.p2pd.transport.describe.Metalink;
import org.p2pd.transport.describe.PublicationHeaders;
import org.p2pd.transport.describe.RequestedForm;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.wire.WirePaths;
import org.p2pd.transport.wire.WireTypes;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code /{path}.meta4}, {@code /{path}.torrent}, {@code /{path}?playlist}, and {@code Accept} with Metalink alone (WIRE
 * §3). A published file of such a name wins: then nothing here matches.
 */
final class DescriptionRoutes implements RouterFunction<ServerResponse> {
  private static final Duration TORRENT_WAIT_MAX = Duration.ofSeconds(5);

  private final Catalogue catalogue;
  private final DownloadUrls sources;
  private final Playlists playlists;
  private final TorrentPieces pieces;

  DescriptionRoutes(
      Catalogue catalogue, DownloadUrls sources, Playlists playlists, TorrentPieces pieces) {
    this.catalogue = catalogue;
    this.sources = sources;
    this.playlists = playlists;
    this.pieces = pieces;
  }

  @Override
  public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD
        ? Mono.justOrEmpty(handler(request))
        : Mono.empty();
  }

  private Optional<HandlerFunction<ServerResponse>> handler(ServerRequest request) {
    String path = request.exchange().getRequest().getURI().getRawPath();
    Optional<PublishedFile> film = published(path);
    if (film.isPresent()) {
      return film.flatMap(file -> underItsOwnName(request, file));
    }
    if (formOf(request).isOfNode()) {
      return Optional.empty();
    }
    return described(path, WirePaths.METALINK_SUFFIX)
        .<HandlerFunction<ServerResponse>>map(file -> asked -> metalink(asked, file))
        .or(() ->
            described(path, WirePaths.TORRENT_SUFFIX).map(file -> asked -> torrent(asked, file)));
  }

  private Optional<HandlerFunction<ServerResponse>> underItsOwnName(
      ServerRequest request, PublishedFile file) {
    if (request.queryParams().containsKey("playlist")) {
      return Optional.of(asked -> playlists.answer(asked, file));
    }
    return formOf(request) == RequestedForm.METALINK
        ? Optional.of(asked -> metalink(asked, file))
        : Optional.empty();
  }

  private static RequestedForm formOf(ServerRequest request) {
    return RequestedForm.of(request.headers().asHttpHeaders());
  }

  private Optional<PublishedFile> described(String path, String suffix) {
    return path.endsWith(suffix)
        ? published(path.substring(0, path.length() - suffix.length()))
        : Optional.empty();
  }

  private Optional<PublishedFile> published(String path) {
    try {
      return path.endsWith("/")
          ? Optional.empty()
          : catalogue.byPath(new ContentName("localhost", path).path());
    } catch (MalformedValueException e) {
      return Optional.empty();
    }
  }

  private Mono<ServerResponse> metalink(ServerRequest request, PublishedFile file) {
    return sources
        .of(request, file)
        .map(urls -> Metalink.of(
            FileName.of(file.path()),
            file.manifest(),
            file.publication().digest(),
            atLeastOne(urls, file)))
        .flatMap(document -> answer(WireTypes.METALINK, document));
  }

  private static List<String> atLeastOne(List<String> urls, PublishedFile file) {
    if (urls.isEmpty()) {
      throw ProblemException.notFound(
          "no source of " + file.path() + " may be named: this origin is internal");
    }
    return urls;
  }

  private Mono<ServerResponse> torrent(ServerRequest request, PublishedFile file) {
    return pieces
        .of(file)
        .timeout(TORRENT_WAIT_MAX)
        .onErrorMap(
            IOException.class,
            gone ->
                ProblemException.unavailable(file.path() + " is being replaced", TORRENT_WAIT_MAX))
        .onErrorMap(
            error ->
                error instanceof TimeoutException || error instanceof RejectedExecutionException,
            error -> ProblemException.unavailable(
                "the pieces of " + file.path() + " are being computed", TORRENT_WAIT_MAX))
        .zipWith(sources.of(request, file))
        .map(both -> Torrent.of(
            FileName.of(file.path()),
            file.manifest().layout().length(),
            file.manifest().layout().blockSize(),
            both.getT1(),
            atLeastOne(both.getT2(), file)))
        .flatMap(document -> answer(WireTypes.TORRENT, document));
  }

  static Mono<ServerResponse> answer(String mediaType, byte[] document) {
    return ServerResponse.ok()
        .headers(headers -> headers.putAll(PublicationHeaders.ofDescription(mediaType)))
        .bodyValue(document);
  }
}
