package org.p2pd.cache.membership;

import java.util.Collection;
import java.util.Optional;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.tracker.Holdings;

/** What the store holds, as it is announced; an empty film is held as soon as it is known. */
final class CacheHoldings implements Holdings {
  private final BlockStore store;

  CacheHoldings(BlockStore store) {
    this.store = store;
  }

  @Override
  public Collection<ContentId> contents() {
    return store.contents().stream().filter(id -> !held(id).isEmpty()).toList();
  }

  @Override
  public BlockSet held(ContentId id) {
    BlockSet held = store.held(id);
    boolean empty = held.isEmpty()
        && store.manifest(id).filter(film -> film.blockCount() == 0).isPresent();
    return empty ? BlockSet.everything() : held;
  }

  @Override
  public Optional<Manifest> manifest(ContentId id) {
    return store.manifest(id);
  }
}
