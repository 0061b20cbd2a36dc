package org.p2pd.origin.describe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.p2pd.protocol.publication.Publication;

/** The playlist of a film: one URL a line, first for those who have an agent, then for all. */
final class Playlist {
  private Playlist() {}

  static byte[] of(Publication publication, String httpUrl) {
    String spp = publication.url().url().replaceFirst("^http:", "spp:");
    return (spp + "\n" + httpUrl + "\n").getBytes(US_ASCII);
  }
}
