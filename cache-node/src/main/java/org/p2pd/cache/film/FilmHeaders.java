package org.p2pd.cache.film;

import org.p2pd.transport.describe.PublicationHeaders;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.wire.WireFields;
import org.p2pd.transport.wire.WirePaths;
import org.p2pd.transport.wire.WireTypes;
import org.springframework.http.HttpHeaders;

/** What a cache says of a film beside its validators and length (WIRE §3). Pure. */
final class FilmHeaders {
  static final String VIA = "1.1 p2pd";

  private static final long FRESH_SECONDS = 60;

  private FilmHeaders() {}

  static HttpHeaders of(ResolvedContent film, CacheStatus status) {
    HttpHeaders headers = PublicationHeaders.forAnyClient(film.publication());
    PublicationHeaders.addDescription(
        headers, film.publication().url().path() + WirePaths.METALINK_SUFFIX, WireTypes.METALINK);
    addPassage(headers, film);
    headers.set(WireFields.CACHE_STATUS, status.toField(ttlSeconds(film)));
    return headers;
  }

  /** The headers of a document about the film. */
  static HttpHeaders ofDescription(ResolvedContent film, String mediaType) {
    HttpHeaders headers = PublicationHeaders.ofDescription(mediaType);
    headers.set(WireFields.CONTENT_ID, film.manifest().contentId().hex());
    addPassage(headers, film);
    return headers;
  }

  private static void addPassage(HttpHeaders headers, ResolvedContent film) {
    headers.set(HttpHeaders.AGE, Long.toString(film.confirmedAgeSeconds()));
    headers.set(HttpHeaders.VIA, VIA);
  }

  private static long ttlSeconds(ResolvedContent film) {
    return Math.max(0, FRESH_SECONDS - film.confirmedAgeSeconds());
  }
}
