package org.p2pd.cache.film;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.fill.CacheContent;
import org.p2pd.cache.site.Sites;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.describe.FileName;
import org.p2pd.transport.describe.Metalink;
import org.p2pd.transport.describe.Playlist;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.wire.WireFormat;
import org.p2pd.transport.wire.WirePaths;
import org.p2pd.transport.wire.WireTypes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Documents about a film in place of its bytes (WIRE §3), made from its publication and manifest; no block is needed for
 * them. Names this cache before the mirrors and the origins, and never an agent.
 */
final class Descriptions {
  private final CacheContent content;
  private final Sites sites;
  private final Origins origins;
  private final @Nullable String ownUrl;

  /**
   * Creates the documents of one cache.
   *
   * @param ownUrl base URL under which others reach this cache; null = as each of them did
   */
  Descriptions(CacheContent content, Sites sites, Origins origins, @Nullable String ownUrl) {
    this.content = content;
    this.sites = sites;
    this.origins = origins;
    this.ownUrl = ownUrl;
  }

  Mono<ServerResponse> publication(ResolvedContent film) {
    return json(film, WireTypes.PUBLICATION, film.publication());
  }

  Mono<ServerResponse> manifest(ResolvedContent film) {
    return json(film, WireTypes.MANIFEST, film.manifest());
  }

  private static Mono<ServerResponse> json(
      ResolvedContent film, String mediaType, Object document) {
    return answer(film, mediaType, WireFormat.json().writeValueAsBytes(document));
  }

  /** Two lines, the last of them here. */
  Mono<ServerResponse> playlist(ServerRequest request, ContentName name, ResolvedContent film) {
    byte[] lines = Playlist.of(film.publication(), own(request, name));
    return answer(film, WireTypes.PLAYLIST, lines);
  }

  /** A 404 where no source may be named to who asks. */
  Mono<ServerResponse> metalink(ServerRequest request, ContentName name, ResolvedContent film) {
    return origins
        .of(film.manifest(), request, hostOf(request))
        .map(found -> sources(request, name, film, found))
        .map(urls -> Metalink.of(
            FileName.of(name.path()), film.manifest(), film.publication().digest(), urls))
        .flatMap(document -> answer(film, WireTypes.METALINK, document));
  }

  private List<String> sources(
      ServerRequest request, ContentName name, ResolvedContent film, List<String> found) {
    List<String> urls = new ArrayList<>();
    if (isSource(request, film.manifest())) {
      urls.add(own(request, name));
    }
    urls.addAll(film.publication().mirrors());
    found.forEach(origin -> urls.add(origin + name.path()));
    if (urls.isEmpty()) {
      throw ProblemException.notFound("no source of " + name
          + " may be named: this cache fetches nothing for your network, and no origin is known");
    }
    return urls;
  }

  /** Whether who asks would get all of it here. */
  private boolean isSource(ServerRequest request, Manifest manifest) {
    long length = manifest.layout().length();
    return length == 0
        || content.missing(manifest, new ByteRange(0, length - 1)).isEmpty()
        || request
            .remoteAddress()
            .map(InetSocketAddress::getAddress)
            .filter(content::fetchesFor)
            .isPresent();
  }

  /** Sent on to the origin, which reads the bytes: BitTorrent has hashes of its own. */
  Mono<ServerResponse> torrent(ServerRequest request, ContentName name, ResolvedContent film) {
    return origins
        .of(film.manifest(), request, hostOf(request))
        .map(found -> found.stream()
            .findFirst()
            .orElseThrow(() -> ProblemException.notFound(
                "no origin of " + name + " is known that may be named; it would make the torrent")))
        .flatMap(origin -> ServerResponse.status(HttpStatus.TEMPORARY_REDIRECT)
            .header(HttpHeaders.LOCATION, origin + name.path() + WirePaths.TORRENT_SUFFIX)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header(HttpHeaders.VIA, FilmHeaders.VIA)
            .build());
  }

  /** The film's bytes here: at the URL that the settings say, where that means the same film, or as they were asked for. */
  private String own(ServerRequest request, ContentName name) {
    return ownUrl != null && isNamedBy(URI.create(ownUrl).getAuthority(), name)
        ? ownUrl + name.path()
        : "http://" + hostOf(request) + name.path();
  }

  private boolean isNamedBy(String host, ContentName name) {
    try {
      return name.equals(sites.knownNameOf(host, name.path()));
    } catch (MalformedValueException e) {
      return false;
    }
  }

  static String hostOf(ServerRequest request) {
    String host = request.headers().firstHeader(HttpHeaders.HOST);
    return host == null ? "" : host.strip();
  }

  private static Mono<ServerResponse> answer(
      ResolvedContent film, String mediaType, byte[] document) {
    return ServerResponse.ok()
        .headers(headers -> headers.putAll(FilmHeaders.ofDescription(film, mediaType)))
        .bodyValue(document);
  }
}
