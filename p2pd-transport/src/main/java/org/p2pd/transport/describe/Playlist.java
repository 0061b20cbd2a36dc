package org.p2pd.transport.describe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.p2pd.protocol.publication.Publication;

/** The playlist of a film: one URL a line, first for those who have an agent, then for all. */
public final class Playlist {
  private Playlist() {}

  /**
   * Writes the lines.
   *
   * @param httpUrl of the film, for players without an agent
   */
  public static byte[] of(Publication publication, String httpUrl) {
    String spp = publication.url().url().replaceFirst("^http:", "spp:");
    return (spp + "\n" + httpUrl + "\n").getBytes(US_ASCII);
  }
}
