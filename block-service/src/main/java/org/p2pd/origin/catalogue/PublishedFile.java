package org.p2pd.origin.catalogue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;

/**
 * A file as it was when it was read, and what it is published as.
 *
 * @param path of its names, percent-encoded, with a leading slash
 * @param file where its bytes are
 * @param stamp the state that was read; any other state is another content
 * @param publications one for each authority, the canonical one first
 * @param held all its bytes, where it is served from memory because it is rewritten every few seconds; never changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record PublishedFile(
    String path,
    Path file,
    FileStamp stamp,
    Manifest manifest,
    List<Publication> publications,
    byte @Nullable [] held) {
  private static final Set<String> SEGMENTS = Set.of("video/mp2t", "video/iso.segment");
  private static final Set<String> PLAYLISTS =
      Set.of("application/vnd.apple.mpegurl", "application/dash+xml");

  public PublishedFile {
    publications = List.copyOf(publications);
  }

  /** A file that is served from the disk. */
  public PublishedFile(
      String path, Path file, FileStamp stamp, Manifest manifest, List<Publication> publications) {
    this(path, file, stamp, manifest, publications, null);
  }

  /** Whether somebody may want to play it by itself: sound or pictures, but no segment of an HLS or DASH stream. */
  public boolean isFilm() {
    String type = publication().mediaType();
    return (type.startsWith("video/") || type.startsWith("audio/")) && !SEGMENTS.contains(type);
  }

  /** Whether it says what an HLS or DASH stream consists of, and may be another text in a second. */
  public boolean isPlaylist() {
    return PLAYLISTS.contains(publication().mediaType());
  }

  /** Bytes in memory; 0 where it is served from the disk. */
  public long heldBytes() {
    return held == null ? 0 : held.length;
  }

  /** What the file's bytes are. */
  public ContentId contentId() {
    return manifest.contentId();
  }

  /** The publication under the canonical name. */
  public Publication publication() {
    return publications.get(0);
  }

  /** The publication under {@code authority}, or the canonical one where that is none of ours. */
  public Publication publicationUnder(String authority) {
    return publications.stream()
        .filter(each -> each.url().authority().equals(authority))
        .findFirst()
        .orElseGet(this::publication);
  }
}
