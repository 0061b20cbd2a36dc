package org.p2pd.protocol.tracker.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;

/**
 * {@code GET /v1/publications?url=…&with=manifest,hosts}: what a name is bound to and, where asked for and known, all that
 * is needed to ask for the first block.
 *
 * @param manifest of the publication's content; null = not asked for, or not known: ask for it by itself
 * @param hosts that hold some of the content, best first; null = not asked for, or not known: ask for them by themselves
 */
public record Resolution(
    Publication publication,
    @Nullable Manifest manifest,
    @Nullable List<HostEntry> hosts) {
  /** What can come along, as it stands in the question. */
  public static final String MANIFEST = "manifest";

  /** What can come along, as it stands in the question. */
  public static final String HOSTS = "hosts";

  public Resolution {
    hosts = hosts == null ? null : List.copyOf(hosts);
  }

  /** Of a binding that came by itself. */
  public static Resolution of(Publication publication) {
    return new Resolution(publication, null, null);
  }
}
