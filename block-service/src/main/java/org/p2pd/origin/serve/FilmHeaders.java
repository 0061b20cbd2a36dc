package org.p2pd.origin.serve;

import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.publication.Publication;
import org.springframework.http.HttpHeaders;

/** What is said of a film besides its length and validators (WIRE §3). */
final class FilmHeaders {
  /** How long a binding may be used without asking again. */
  static final String A_MINUTE = "public, max-age=60";

  /** May be kept, but asked about each time: a player would go on with the playlist of a minute ago. */
  private static final String ASK_AGAIN = "public, no-cache";

  private static final String METALINK = "application/metalink4+xml";
  private static final String TORRENT = "application/x-bittorrent";

  private FilmHeaders() {}

  static HttpHeaders of(PublishedFile file) {
    Publication publication = file.publication();
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.CONTENT_TYPE, publication.mediaType());
    headers.set(HttpHeaders.CACHE_CONTROL, file.isPlaylist() ? ASK_AGAIN : A_MINUTE);
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("P2pd-Content-Id", publication.contentId().hex());
    headers.set("Repr-Digest", "sha-256=:" + publication.digest().base64() + ":");
    headers.set("Digest", "SHA-256=" + publication.digest().base64());
    addLinks(headers, file.path(), publication);
    return headers;
  }

  /** Mirrors and descriptions, as RFC 6249 has them. */
  private static void addLinks(HttpHeaders headers, String path, Publication publication) {
    for (int i = 0; i < publication.mirrors().size(); i++) {
      headers.add(
          HttpHeaders.LINK,
          "<" + publication.mirrors().get(i) + ">; rel=duplicate; pri=" + (i + 1));
    }
    addDescription(headers, path + ".meta4", METALINK);
    addDescription(headers, path + ".torrent", TORRENT);
  }

  private static void addDescription(HttpHeaders headers, String path, String type) {
    headers.add(HttpHeaders.LINK, "<" + path + ">; rel=describedby; type=\"" + type + "\"");
  }
}
