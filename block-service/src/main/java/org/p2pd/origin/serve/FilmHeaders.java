package org.p2pd.origin.serve;

import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.transport.describe.PublicationHeaders;
import org.p2pd.transport.wire.WirePaths;
import org.p2pd.transport.wire.WireTypes;
import org.springframework.http.HttpHeaders;

/** What an origin says of a film besides its length and validators (WIRE §3). */
final class FilmHeaders {
  /** May be kept, but asked about each time: a player would go on with the playlist of a minute ago. */
  private static final String ASK_AGAIN = "public, no-cache";

  private FilmHeaders() {}

  static HttpHeaders of(PublishedFile file) {
    HttpHeaders headers = PublicationHeaders.forAnyClient(file.publication());
    if (file.isPlaylist()) {
      headers.set(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
    }
    PublicationHeaders.addDescription(
        headers, file.path() + WirePaths.METALINK_SUFFIX, WireTypes.METALINK);
    PublicationHeaders.addDescription(
        headers, file.path() + WirePaths.TORRENT_SUFFIX, WireTypes.TORRENT);
    return headers;
  }
}
