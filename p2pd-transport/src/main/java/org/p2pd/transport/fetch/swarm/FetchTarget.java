package org.p2pd.transport.fetch.swarm;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.resolve.ResolvedContent;

/**
 * What is to be fetched.
 *
 * @param publication the binding it was found by; null where it was asked for by content id
 */
public record FetchTarget(Manifest manifest, @Nullable Publication publication) {
  /** A film that was found by its name. */
  public static FetchTarget of(ResolvedContent film) {
    return new FetchTarget(film.manifest(), film.publication());
  }

  /** A content that is known by its id alone: no origin of its own can be asked for it. */
  public static FetchTarget unnamed(Manifest manifest) {
    return new FetchTarget(manifest, null);
  }
}
