package org.p2pd.protocol.tracker.catalogue;

import java.util.List;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;

/**
 * {@code POST /v1/publications}: what a provider states in one call, as an origin does for all its films after the tracker
 * came back empty. Means the same as a {@code PUT} of each manifest and then of each publication.
 *
 * @param manifests at most {@link #ENTRIES_MAX}
 * @param publications at most {@link #ENTRIES_MAX}
 */
public record Statement(List<Manifest> manifests, List<Publication> publications) {
  /** The most manifests, and the most publications, of one statement. */
  public static final int ENTRIES_MAX = 256;

  /** The most bytes of a statement's JSON form. */
  public static final int JSON_BYTES_MAX = Manifest.JSON_BYTES_MAX;

  public Statement {
    manifests = manifests == null ? List.of() : List.copyOf(manifests);
    publications = publications == null ? List.of() : List.copyOf(publications);
  }
}
