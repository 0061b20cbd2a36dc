package org.p2pd.transport.tracker;

import java.util.Collection;
import java.util.Optional;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;

/** What a node holds, as it announces it. Answers come from memory: a session asks on its own thread. */
public interface Holdings {
  /** The contents of which at least one block, or the empty whole, is held. */
  Collection<ContentId> contents();

  /** The held blocks of one content. */
  BlockSet held(ContentId contentId);

  /** Whether the tracker may be told of a content at all, and of what moved of it. */
  default boolean isAnnounced(ContentId contentId) {
    return true;
  }

  /** The manifest of one of the {@link #contents}. */
  Optional<Manifest> manifest(ContentId contentId);
}
