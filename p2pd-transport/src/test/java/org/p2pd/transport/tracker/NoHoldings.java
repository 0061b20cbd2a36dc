package org.p2pd.transport.tracker;

import java.util.List;
import java.util.Optional;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;

/** Of a node that holds nothing. */
public final class NoHoldings implements Holdings {
  @Override
  public List<ContentId> contents() {
    return List.of();
  }

  @Override
  public BlockSet held(ContentId id) {
    return BlockSet.empty();
  }

  @Override
  public Optional<Manifest> manifest(ContentId id) {
    return Optional.empty();
  }
}
