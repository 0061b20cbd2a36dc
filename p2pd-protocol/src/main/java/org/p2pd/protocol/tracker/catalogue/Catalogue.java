package org.p2pd.protocol.tracker.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.publication.Publication;

/**
 * {@code GET /v1/publications} without a URL: one page of what the tracker knows, ordered by name.
 *
 * @param next the cursor of the next page; null on the last
 */
public record Catalogue(
    List<Publication> publications, @Nullable String next) {
  public Catalogue {
    publications = publications == null ? List.of() : List.copyOf(publications);
  }
}
