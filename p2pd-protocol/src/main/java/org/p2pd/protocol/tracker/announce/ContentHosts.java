package org.p2pd.protocol.tracker.announce;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.HostEntry;

/**
 * The hosts handed out for one content.
 *
 * @param hosts best first
 * @param error why nothing was stored of what was reported about this content; null where all is well
 */
public record ContentHosts(
    ContentId contentId, List<HostEntry> hosts, @Nullable String error) {
  /** The error of an entry whose content the tracker does not know: announce in full once it does. */
  public static final String UNKNOWN_CONTENT = "unknown content";

  /** The {@link #error} for a content that its provider recalled. */
  public static final String RECALLED_CONTENT = "recalled content";

  public ContentHosts {
    hosts = hosts == null ? List.of() : List.copyOf(hosts);
  }
}
