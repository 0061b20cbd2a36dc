package org.p2pd.cache.film;

import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.resolve.ResolvedContent;
import org.springframework.http.HttpHeaders;

/** What is said of a film beside its validators and length (WIRE §3). Pure. */
final class FilmHeaders {
  static final String VIA = "1.1 p2pd";

  private static final long FRESH_SECONDS = 60;
  private static final int MIRRORS_MAX = 10;

  private FilmHeaders() {}

  static HttpHeaders of(ResolvedContent film, CacheStatus status) {
    Publication publication = film.publication();
    Digest digest = publication.digest();
    HttpHeaders headers = common(film, publication.mediaType());
    headers.set(HttpHeaders.CACHE_CONTROL, "public, max-age=" + FRESH_SECONDS);
    headers.set("Cache-Status", status.toField(ttlSeconds(film)));
    headers.set("Repr-Digest", "sha-256=:" + digest.base64() + ":");
    headers.set("Digest", "SHA-256=" + digest.base64());
    publication.mirrors().stream()
        .limit(MIRRORS_MAX)
        .forEach(mirror -> headers.add(HttpHeaders.LINK, "<" + mirror + ">; rel=duplicate"));
    return headers;
  }

  /** The headers of the publication or the manifest itself. */
  static HttpHeaders ofDescription(ResolvedContent film, String mediaType) {
    HttpHeaders headers = common(film, mediaType);
    headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
    return headers;
  }

  private static HttpHeaders common(ResolvedContent film, String mediaType) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.CONTENT_TYPE, mediaType);
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    headers.set(HttpHeaders.AGE, Long.toString(film.confirmedAgeSeconds()));
    headers.set(HttpHeaders.VIA, VIA);
    headers.set("P2pd-Content-Id", film.manifest().contentId().hex());
    headers.set("X-Content-Type-Options", "nosniff");
    return headers;
  }

  private static long ttlSeconds(ResolvedContent film) {
    return Math.max(0, FRESH_SECONDS - film.confirmedAgeSeconds());
  }
}
