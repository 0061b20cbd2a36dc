package org.p2pd.agent.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;
import org.p2pd.agent.provenance.BlockPicture;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;

/**
 * A film as the page shows it. Names come from strangers: they are text, never markup.
 *
 * @param url its name
 * @param play where this agent plays it, {@code /authority/path}
 * @param title the last segment of the path, readable
 * @param kind what plays it
 * @param length in bytes
 * @param blockSize in bytes
 * @param lastModified in epoch milliseconds
 * @param heldBlocks how many of its blocks are on this machine
 */
record FilmEntry(
    ContentName url,
    String play,
    String title,
    Kind kind,
    String mediaType,
    ContentId contentId,
    long length,
    int blockSize,
    int blocks,
    long lastModified,
    int heldBlocks) {

  private static final Set<String> PARTS = Set.of("video/mp2t", "video/iso.segment");
  private static final Set<String> PLAYLISTS =
      Set.of("application/vnd.apple.mpegurl", "application/dash+xml");

  /** What a browser needs to play it. */
  enum Kind {
    VIDEO,
    AUDIO,
    /** HLS or DASH. */
    PLAYLIST,
    /** A part of a stream, a picture, a text: nothing for a library of films. */
    OTHER;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static FilmEntry of(Publication film, int heldBlocks) {
    return new FilmEntry(
        film.url(),
        "/" + film.url().authority() + film.url().path(),
        film.url().fileName(),
        kind(film.mediaType()),
        film.mediaType(),
        film.contentId(),
        film.length(),
        film.blockSize(),
        film.layout().blockCount(),
        film.lastModified(),
        heldBlocks);
  }

  private static Kind kind(String mediaType) {
    String type = mediaType.replaceFirst("[ ;].*", "");
    if (PLAYLISTS.contains(type)) {
      return Kind.PLAYLIST;
    }
    if (PARTS.contains(type)) {
      return Kind.OTHER;
    }
    return type.startsWith("video/")
        ? Kind.VIDEO
        : type.startsWith("audio/") ? Kind.AUDIO : Kind.OTHER;
  }

  /**
   * A film and where its blocks came from.
   *
   * @param picture each block in at most one set
   */
  record Drawn(FilmEntry film, BlockPicture picture) {}
}
