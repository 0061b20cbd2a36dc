package org.p2pd.origin.catalogue;

import java.nio.file.Path;
import java.util.List;
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
 */
public record PublishedFile(
    String path, Path file, FileStamp stamp, Manifest manifest, List<Publication> publications) {
  public PublishedFile {
    publications = List.copyOf(publications);
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
